-- release 1
-- Looking up payment files, their holds and imports among the records: what is asked before money leaves.

-- Files that may still pay: a line of one of them is in no other.
create index record_payment_file_live on app.record (record_id)
where
  kind in ('ORDER_PAYMENT_FILE', 'EMERGENCY_RELEASE')
  and status in ('ENTERED', 'RETURNED', 'REVIEWED', 'AWAITING_CONFIRMATION', 'RELEASED', 'CHECKED');

create index record_payment_file_hash on app.record ((data ->> 'fileHash'))
where
  kind in ('ORDER_PAYMENT_FILE', 'EMERGENCY_RELEASE');

-- Approved files whose held lines have no record of their own yet.
create index record_payment_file_unfollowed on app.record (changed_at)
where
  kind = 'ORDER_PAYMENT_FILE' and (data ->> 'isFollowed') = 'false';

-- One record a held line, whoever opens it.
create unique index record_payment_hold_line on app.record ((data ->> 'fileId'), (data ->> 'paymentId'))
where
  kind = 'PAYMENT_HOLD';

-- Released, and to be in the agency's next file.
create index record_payment_hold_released on app.record (agency_id, scheme)
where
  kind = 'PAYMENT_HOLD' and status = 'RELEASED';

create index record_payment_hold_payment on app.record ((data ->> 'paymentId'))
where
  kind = 'PAYMENT_HOLD';
