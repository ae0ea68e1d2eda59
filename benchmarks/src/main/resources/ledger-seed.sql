-- Fills an empty, migrated database as weeks of traffic leave it:
--   set seed.deliveries = '10000000';
-- Of D deliveries, D/10 are of one notification for everybody (/seed/everybody, id everybody), D/100 of notifications for 1,000
-- recipients, D/100 in the inbox 'huge', as many in the inbox 'quiet', where all is acked and read, the rest of notifications for one of
-- D/100 recipients, the first of which have most. Times go over the last five weeks. 9 of 10 deliveries are acked, the others in
-- every state there is.

set local work_mem = '1GB';
set local synchronous_commit = off;
select setseed(0.28);

-- notifications are numbered by time; every 89th is for 'huge', the one after it for 'quiet'
create temp table shape as
select d / 10 as recipients, d / 100 as active, d / 10 + 1 as huge, d / 10 + 2 as quiet, m as notifications, m / (d / 100000) as wide_every, m / 2 as everybody,
       date_trunc('week', now(), 'UTC') - interval '4 weeks' as begins,
       now() - interval '2 hours' - (date_trunc('week', now(), 'UTC') - interval '4 weeks') as lasts
from (select d, d / 100 * 89 + d / 100000 + 1 as m from (select current_setting('seed.deliveries')::bigint as d) _) _;

-- a batch of ingest has one time
create temp table message as
select n, case when n = s.everybody then 'everybody' when n % s.wide_every = 0 then 'wide' else 'one' end as audience,
       begins + lasts * (n / 100 * 100 / notifications::float) as created_at,
       n % 100 = 7 as expires,
       case when n = s.everybody then '/seed/everybody' else '/seed/' || n % 20 end as source,
       case when n = s.everybody then 'everybody' else n::text end as message_id,
       case when n = 1 then 'order.recalled' else (array['order.placed', 'order.shipped', 'order.late', 'invoice.due', 'login.new'])[1 + n % 5] end
         as type,
       case n % 10 when 0 then 0 when 5 then 2 else 1 end as priority
from shape s, generate_series(1, notifications) n;

-- what was superseded comes twice: that is what resending does
create temp table placed as
select n, inbox_id, state, row_number() over (partition by inbox_id order by n, copy) as seq
from (
  select n, inbox_id, copy,
         case when luck < 0.9 or copy = 2 or inbox_id = quiet then 'acked' when luck < 0.93 then 'sent' when luck < 0.97 then 'pending' when luck < 0.98 then 'cancelled'
              when luck < 0.985 then 'exhausted' when luck < 0.995 then 'superseded' else 'written' end as state
  from shape, (
    select n, random() as luck,
           case n % 89 when 1 then huge when 2 then quiet else 1 + floor(active * random() ^ 2)::bigint end as inbox_id
    from message, shape where audience = 'one'
    union all
    select n, random(), 1 + (n + g * 97) % active from message, shape, generate_series(1, 1000) g where audience = 'wide'
    union all
    select n, random(), g from message, shape, generate_series(1, recipients) g where audience = 'everybody') d
  cross join lateral generate_series(1, case when luck >= 0.985 and luck < 0.995 and inbox_id <> quiet then 2 else 1 end) copy) c;

do $$
declare
    week timestamptz := (select begins from shape);
    part text;
begin
    while week < now() loop
        foreach part in array array['notification', 'delivery'] loop
            if to_regclass(part || '_' || to_char(week at time zone 'UTC', 'YYYYMMDD')) is null then
                execute format('create table %1$s_%2$s partition of %1$s for values from (%3$L) to (%4$L)',
                    part, to_char(week at time zone 'UTC', 'YYYYMMDD'), week, week + interval '1 week');
            end if;
        end loop;
        week := week + interval '1 week';
    end loop;
end
$$;

insert into notification (id, created_at, source, message_id, type, priority, attributes, data, expires_at)
select n, created_at, source, message_id, type, priority,
       convert_to(format('"specversion":"1.0","id":"%s","source":"%s","type":"%s","priority":"%s"', message_id, source, type,
           (array['high', 'normal', 'low'])[1 + priority]), 'UTF8'),
       convert_to(format('{"order":%s,"text":"%s"}', n, repeat('x', 270)), 'UTF8'),
       case when expires then created_at + interval '1 hour' end
from message order by n;

insert into message_key (hash, digest, created_at, notification_id)
select message_key_hash(source, message_id), substr(sha256(int8send(n)), 1, 16), created_at, n from message order by 1;

insert into node (name) values ('seed') on conflict do nothing;

-- in the order of time, as it grows: so its indexes are as full and its rows as spread as they would be
insert into delivery (inbox_id, seq, notification_id, priority, created_at, expires_at, ack_required,
                      attempt, outcome, sent_at, settled_at, exhausted_at, read_at, sends, acked_by, acked_from)
select d.inbox_id, d.seq, d.n, m.priority, m.created_at, case when m.expires then m.created_at + interval '1 hour' end, d.state <> 'written',
       case when d.state in ('sent', 'exhausted') then 3 else 1 end,
       case d.state when 'acked' then 1 when 'written' then 2 when 'superseded' then 3 when 'cancelled' then 4 end,
       case d.state when 'pending' then null when 'sent' then m.created_at + interval '150 s' when 'exhausted' then m.created_at + interval '150 s'
            else m.created_at + interval '10 ms' end,
       case when d.state in ('acked', 'written', 'superseded', 'cancelled') then m.created_at + interval '1 s' * (1 + d.n % 600) end,
       case when d.state = 'exhausted' then m.created_at + interval '10 min' end,
       case when d.state = 'acked' and (d.n % 2 = 0 or d.inbox_id = s.quiet) then m.created_at + interval '1 s' * (2 + d.n % 6000) end,
       case d.state when 'pending' then ''::bytea
            when 'sent' then one.send || two.send || three.send when 'exhausted' then one.send || two.send || three.send else one.send end,
       case when d.state = 'acked' then o.id end, case when d.state = 'acked' then inet '192.0.2.7' end
from shape s, placed d join message m on m.n = d.n join node o on o.name = 'seed'
cross join lateral (select (extract(epoch from m.created_at) * 1000000)::bigint as micros) t
cross join lateral (select int8send(t.micros + 10000) || int4send(o.id) || int2send(1::smallint) as send) one
cross join lateral (select int8send(t.micros + 30000000) || int4send(o.id) || int2send(2::smallint) as send) two
cross join lateral (select int8send(t.micros + 150000000) || int4send(o.id) || int2send(3::smallint) as send) three
order by d.n, d.inbox_id;

insert into inbox (id, recipient, head, created_at)
select inbox_id, case inbox_id when huge then 'huge' when quiet then 'quiet' else 'recipient-' || inbox_id end, max(seq), begins
from placed, shape group by inbox_id, huge, quiet, begins order by inbox_id;
select setval(pg_get_serial_sequence('inbox', 'id'), (select max(id) from inbox));
select setval('notification_id', (select max(id) from notification) / 1000 * 1000 + 1001);

insert into rejection (topic, partition, record_offset, code, detail, rejected_at, letter_topic, letter_partition, letter_offset, truncated)
select 'notifications', i % 8, i, (array['missing-attribute', 'too-large', 'invalid-json', 'conflicting-id'])[1 + i % 4], 'seeded',
       begins + lasts * (i / 100000.0), 'notifications.dlt', i % 8, i, false
from shape, generate_series(1, 100000) i;

insert into audit (at, actor, address, action, recipient, source, message_id, detail)
select begins + lasts * (i / 100000.0), 'operator-' || i % 10, '192.0.2.7', (array['cancel', 'resend', 'expire'])[1 + i % 3],
       'recipient-' || 1 + i % 1000, '/seed/' || i % 20, i::text, '{"changed":1}'
from shape, generate_series(1, 100000) i;

drop table placed, message, shape;
