-- Findings of the same rule at the same place, the largest first: without it the whole rule is read for eight of them.

create index finding_by_rule_and_place on app.finding (rule_code, owner_region, open_amount_fen, finding_id);
