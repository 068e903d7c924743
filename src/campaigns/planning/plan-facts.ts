import { sql } from 'kysely'

/** What decisions on a campaign are told, read in the load beside the row `record`. */

/** Agencies of the kinds asked for in the regions and below, by id. */
export const unitsQuery = sql`
  select jsonb_agg(agency.agency_id order by agency.agency_id)
  from app.agency
  inner join app.region on region.region = agency.region
  where region.path && array(select jsonb_array_elements_text(record.data -> 'plan' -> 'regions'))
    and agency.kind = any(array(select jsonb_array_elements_text(record.data -> 'plan' -> 'unit_kinds')))
    and (region.valid_to is null or region.valid_to > (clock_timestamp() at time zone 'Asia/Shanghai')::date)
`

/** Cities with a unit in them, and of each the counties with a unit. */
export const placesQuery = sql`
  select jsonb_agg(jsonb_build_object('city', city.region, 'counties', to_jsonb(city.counties)) order by city.region)
  from (
    select
      city.region,
      array(
        select county.region
        from app.region as county
        where county.parent = city.region
          and county.level = 'COUNTY'
          and exists (
            select
            from app.campaign_unit as unit
            where unit.campaign_id = record.record_id and unit.region = county.region
          )
        order by county.region
      ) as counties
    from app.region as city
    where city.level = 'CITY'
      and exists (
        select
        from app.campaign_unit as unit
        where unit.campaign_id = record.record_id and unit.region = city.region
      )
  ) as city
`

/** Self-checks that nobody has accepted, and checks that are not done. */
export const waitingQuery = sql`
  select jsonb_build_object(
    'units', (
      select count(*)
      from app.campaign_unit as unit
      where unit.campaign_id = record.record_id and unit.status <> 'ACCEPTED'
    ),
    'checks', (
      select count(*)
      from app.campaign_check as done
      where done.campaign_id = record.record_id and done.done_on is null
    )
  )
`
