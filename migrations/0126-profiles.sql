-- What profiles look for in the register: by whom a name, a phone, an account, an employer or an order is shared. Small
-- tables beside that of payments, whose indexes are there already.

create index person_by_name on register.person (name_normalised, region);

create index person_by_phone on register.person (phone)
where
  phone is not null;

create index employer_by_name on register.employer (name, region);

create index enrolment_by_employer on register.enrolment (employer_id, started_on)
where
  employer_id is not null;

create index payee_account_change_by_old on register.payee_account_change (old_account);

create index payee_account_change_by_new on register.payee_account_change (new_account);

create index business_order_by_person on register.business_order (person_id)
where
  person_id is not null;
