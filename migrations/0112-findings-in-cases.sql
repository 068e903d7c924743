-- What becomes of a finding in a case, kept by the case's own transaction (src/cases/case-data.ts has the form): a case
-- takes the open episode, an approved conclusion covers its rows, a reopened case takes the conclusion back.

create function app.follow_case() returns trigger
language plpgsql
as $$
declare
  concluded jsonb := new.data -> 'conclusion';
  is_approved boolean := coalesce(concluded -> 'approved', 'null'::jsonb) <> 'null'::jsonb;
  own text[] := array(
    select finding ->> 'finding_id'
    from jsonb_array_elements(new.data -> 'findings') as finding
    order by 1
  );
  gives_up text[] := array(select jsonb_array_elements_text(new.data -> 'merged_from'))
    || array(select new.data -> 'origin' ->> 'case_id' where new.data -> 'origin' <> 'null'::jsonb);
begin
  if new.status = 'MERGED' then
    return null;
  end if;

  -- Of a new case, and of those it was merged from or split off: theirs become its own.
  update app.finding_episode
  set state = 'IN_CASE', record_id = new.record_id
  from app.finding
  where finding.finding_id = finding_episode.finding_id
    and finding.finding_id = any (own)
    and not is_approved
    and (
      (
        finding_episode.state = 'OPEN'
        and finding_episode.episode = finding.episode
        and not exists (
          select
          from app.finding_episode as held
          where held.finding_id = finding.finding_id
            and held.record_id = new.record_id
        )
      )
      or (finding_episode.state = 'IN_CASE' and finding_episode.record_id = any (gives_up))
    );

  -- One that ended without an approved conclusion leaves the finding as it was.
  if new.status = 'CLOSED' and not is_approved then
    update app.finding_episode
    set state = 'OPEN', record_id = null
    where record_id = new.record_id
      and state = 'IN_CASE';
  end if;

  if is_approved then
    update app.finding_episode
    set
      state = 'CONCLUDED',
      conclusion = result ->> 'verdict',
      concluded_at = (concluded -> 'approved' ->> 'at')::timestamptz
    from jsonb_array_elements(concluded -> 'results') as result
    where finding_episode.record_id = new.record_id
      and finding_episode.state = 'IN_CASE'
      and finding_episode.finding_id = result ->> 'finding_id';
  else
    update app.finding_episode
    set state = 'IN_CASE', conclusion = null, concluded_at = null
    where record_id = new.record_id
      and state = 'CONCLUDED';
  end if;

  return null;
end
$$;

create trigger follow_case
after insert or update of data, status on app.record
for each row
when (new.kind = 'CASE')
execute function app.follow_case();
