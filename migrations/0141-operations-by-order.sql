-- release 1
-- Sampling asks who acted on a delivered order: without it, each order of a sample reads the whole log of operations.

create index operation_by_order on register.operation (order_id)
where
  order_id is not null;
