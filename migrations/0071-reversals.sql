-- Whether an order is being reversed already is asked at every step of its reversal.
create index record_by_reversed_order on app.record ((data -> 'asked' ->> 'reverses'))
where
  kind like 'REVERSAL\_%';
