-- Whoever reads the number of a record aloud reads its end: lists show the last twelve characters.

create index record_by_tail on app.record (right(record_id, 12));
