-- Dated values of the rules' parameters, beside the defaults in the program: each set by an order of two people. What is
-- not here has its default. Checks and screening runs read the value of the day on which they run.
create table register.rule_parameter (
  rule_code text collate "C" not null check (rule_code ~ '^[A-Z]{2,4}-[0-9]{2}$'),
  parameter text collate "C" not null check (parameter ~ '^[a-z][a-z0-9_]{0,62}$'),
  -- The first day, in Beijing; it holds until the next.
  valid_from date not null,
  -- In the parameter's canonical written form.
  value text not null,
  -- That held until then, as the two people saw it.
  value_before text not null,
  source_order text collate "C" not null,
  primary key (rule_code, parameter, valid_from)
);

comment on table register.rule_parameter is '规则参数: what two people set, from a day on; no row is ever changed.';

grant select, insert on register.rule_parameter to :app_role;
