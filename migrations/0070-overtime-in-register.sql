-- An order of the evening, done under a permit, must not look like one done at night (SYS-03): the permits stand in the
-- register beside the operations. Only of a register of our own; a mirror's comes with its deliveries.

create function app.show_overtime_in_register() returns trigger
language plpgsql
as $$
begin
  if not exists (select from app.register_owner where owner = 'own') then
    return null;
  end if;

  insert into register.overtime (staff_id, started_at, ended_at, source_order)
  values (
    new.staff_id,
    new.valid_from at time zone 'Asia/Shanghai',
    new.valid_to at time zone 'Asia/Shanghai',
    coalesce(new.order_id, new.permit_id)
  )
  on conflict (staff_id, started_at) do update
  set ended_at = excluded.ended_at, source_order = excluded.source_order;

  return null;
end
$$;

create trigger overtime_permit_is_in_register
after insert or update of valid_to on app.overtime_permit
for each row
execute function app.show_overtime_in_register();
