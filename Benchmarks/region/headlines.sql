-- The headline figures of every service, for the whole of each figure: one row a service, measure and part.
-- Needs the tables child, offence, outcome, hearing, release, referral, programme, code and the variables of `ask`. Rules: docs/indicators.md.
CREATE TEMP TABLE proceeding AS
WITH
tier AS (
    SELECT service, token AS outcome, CASE in_group WHEN 'Diversion (Other)' THEN 'Diversion' ELSE in_group END AS tier FROM code
    WHERE list = 'outcome' AND in_group IN ('Diversion (Other)', 'Diversion', 'Pre-Court', 'First-tier', 'Community', 'Custody')
),
heard AS (
    SELECT service, child, offence, min(hearing_date) AS hearing_date
    FROM (SELECT service, child, hearing_date, unnest(string_split(replace(offence_refs, '-', ''), ' ')) AS offence FROM hearing WHERE offence_refs IS NOT NULL)
    GROUP BY ALL
)
SELECT
    o.service, o.child, o.id, o.ref, o.offence_ref, o.outcome_date, o.outcome, o.sentencing_occasion_ref AS occasion, t.tier, c.date_of_birth AS born, c.originating_ref, c.ref AS child_ref,
    coalesce(c.deleted, 0) = 1 AS deleted, f.offence_date, f.arrest_date, f.category,
    CASE t.tier WHEN 'Custody' THEN 7 WHEN 'Community' THEN 6 WHEN 'First-tier' THEN CASE o.outcome WHEN 'REFERRAL_ORDER' THEN 5 ELSE 4 END
        WHEN 'Pre-Court' THEN CASE o.outcome WHEN 'YOUTH_CONDITIONAL_CAUTION' THEN 3 ELSE 2 END WHEN 'Diversion' THEN 1 ELSE 0 END AS weight,
    coalesce(o.appeal IN ('CHANGED', 'SUCCESSFUL'), false) AS set_aside, coalesce(o.residence = 'OTHER', false) AS elsewhere,
    age(c.date_of_birth, coalesce(f.arrest_date, f.offence_date)) AS age_at_arrest,
    coalesce(f.first_hearing_date, h.hearing_date, CASE WHEN t.tier IS DISTINCT FROM 'Pre-Court' THEN o.outcome_date END) AS first_hearing,
    CASE WHEN c.originating_ref IS NOT NULL AND c.date_of_birth IS NOT NULL AND c.originating_ref <> '' AND NOT regexp_matches(c.originating_ref, '\s')
        AND upper(c.originating_ref) <> 'N/A' THEN c.date_of_birth || ' ' || c.originating_ref ELSE o.child END AS person
FROM outcome o
JOIN child c ON c.service = o.service AND c.id = o.child
LEFT JOIN offence f ON f.service = o.service AND f.id = o.offence_ref
LEFT JOIN heard h ON h.service = o.service AND h.child = o.child AND h.offence = o.offence_ref
LEFT JOIN tier t ON t.service = o.service AND t.outcome = o.outcome;

CREATE TEMP TABLE entrant AS
WITH first_of_child AS (
    SELECT * FROM proceeding
    WHERE tier IS NOT NULL AND tier <> 'Diversion' AND NOT set_aside AND NOT deleted AND age_at_arrest BETWEEN 10 AND 17
        AND (first_hearing IS NULL OR age(born, first_hearing) BETWEEN 0 AND 17)
    QUALIFY row_number() OVER (PARTITION BY service, child ORDER BY outcome_date, weight DESC, ref DESC) = 1
),
first_of_person AS (
    SELECT * FROM first_of_child QUALIFY row_number() OVER (PARTITION BY service, person ORDER BY outcome_date, weight DESC, child_ref DESC) = 1
)
SELECT service, child FROM first_of_person WHERE NOT elsewhere AND outcome_date BETWEEN getvariable('since') AND getvariable('until');

CREATE TEMP TABLE tracked AS
WITH event AS (
    SELECT p.* EXCLUDE (outcome_date), coalesce(r.release_date, p.outcome_date) AS day FROM proceeding p
    LEFT JOIN release r ON p.tier = 'Custody' AND r.service = p.service AND r.outcome_ref = p.id
    WHERE p.tier IS NOT NULL AND NOT p.set_aside AND NOT p.elsewhere AND NOT p.deleted AND (p.tier <> 'Custody' OR r.release_date IS NOT NULL)
        AND coalesce(r.release_date, p.outcome_date) BETWEEN getvariable('since') AND getvariable('until') AND age(p.born, coalesce(r.release_date, p.outcome_date)) BETWEEN 10 AND 17
),
first_of_child AS (SELECT * FROM event QUALIFY row_number() OVER (PARTITION BY service, child ORDER BY day, weight DESC, ref DESC) = 1),
cohort AS (SELECT * FROM first_of_child QUALIFY row_number() OVER (PARTITION BY service, person ORDER BY day, weight DESC, child_ref DESC) = 1),
breach AS (SELECT service, token FROM code WHERE list = 'offence_category' AND in_group = 'Breach'),
again AS (
    SELECT p.service, p.child, coalesce(p.offence_date, p.arrest_date) AS day FROM proceeding p ANTI JOIN breach b ON b.service = p.service AND b.token = p.category
    WHERE NOT p.set_aside AND p.outcome_date <= getvariable('today')
)
SELECT c.service, c.child, c.day, min(a.day) AS again FROM cohort c
LEFT JOIN again a ON a.service = c.service AND a.child = c.child AND a.day > c.day AND a.day <= c.day + INTERVAL 12 MONTH
GROUP BY ALL;

CREATE TEMP TABLE figure AS
SELECT service, 'fte' AS measure, 'count' AS part, count(*) AS numerator, NULL::BIGINT AS denominator FROM entrant GROUP BY service
UNION ALL
SELECT service, 'custody', 'count', count(*), NULL FROM (
    SELECT service, child, coalesce(occasion, 'on ' || outcome_date) AS occasion, min(outcome_date) AS day FROM proceeding
    WHERE tier = 'Custody' AND NOT set_aside AND NOT elsewhere AND NOT deleted AND age(born, first_hearing) BETWEEN 10 AND 17 GROUP BY ALL
) WHERE day BETWEEN getvariable('since') AND getvariable('until') GROUP BY service
UNION ALL
SELECT service, 'reoffending.tracker', 'at_' || month, count(*) FILTER (again <= day + to_months(month)), count(*)
FROM tracked CROSS JOIN (SELECT unnest([3, 6, 9, 12]) AS month) GROUP BY service, month
UNION ALL
SELECT service, 'oocd', part, sum(n), NULL FROM (
    SELECT service, unnest(['decided', 'bounced_back', 'completed', 'waiting']) AS part, unnest([decided, decided AND bounced, decided AND completed, waiting AND NOT decided])::INT AS n
    FROM (
        SELECT
            r.service, coalesce(r.decision_date BETWEEN getvariable('since') AND getvariable('last_day'), false) AS decided, coalesce(r.bounced_back = 1, false) AS bounced,
            r.received_date <= getvariable('last_day') AND (r.decision_date IS NULL OR r.decision_date > getvariable('last_day'))
                AND (r.closed_date IS NULL OR r.closed_date > getvariable('last_day')) AND coalesce(r.accepted, 1) <> 0 AS waiting,
            EXISTS (
                SELECT 1 FROM programme p WHERE p.service = r.service AND p.child = r.child AND p.completed = 1 AND coalesce(p.end_date, getvariable('today')) <= getvariable('today')
                AND (coalesce(p.referral_ref = r.id, false) OR p.start_date >= r.received_date AND list_has_any(string_split(p.offence_refs, ' '), string_split(r.offence_refs, ' ')))
            ) AS completed
        FROM referral r JOIN child c ON c.service = r.service AND c.id = r.child
        WHERE r.pathway = 'OUT_OF_COURT' AND coalesce(c.deleted, 0) = 0
    )
) GROUP BY service, part;

-- Children who look to be known to two services or more.
CREATE TEMP TABLE mark AS
SELECT service, id AS child, kind, text FROM (
    SELECT service, id, unnest(['name_and_birth_date', 'pnc_id', 'upn', 'nhs_number']) AS kind, unnest([
        trim(regexp_replace(replace(replace(lower(strip_accents(given_name || ' ' || family_name)), '''', ''), '’', ''), '[^a-z0-9]+', ' ', 'g')) || ' ' || date_of_birth,
        regexp_replace(lower(pnc_id), '[^a-z0-9]', '', 'g'), regexp_replace(lower(upn), '[^a-z0-9]', '', 'g'), regexp_replace(lower(nhs_number), '[^a-z0-9]', '', 'g')
    ]) AS text
    FROM child WHERE coalesce(deleted, 0) = 0
) WHERE text IS NOT NULL AND text <> '';
CREATE TEMP TABLE shared AS SELECT kind, text, count(*) AS files FROM mark GROUP BY ALL HAVING count(DISTINCT service) > 1;
