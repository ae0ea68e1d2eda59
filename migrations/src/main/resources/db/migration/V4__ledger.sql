-- What admins ask: where a notification is, who has it, who has not, since when, and who changed what. rejection, audit and node
-- are locked alone, one row at a time.

-- Processes are named by small numbers where they are named often.
create table node (
    id    int generated always as identity primary key,
    name  text        not null unique,
    since timestamptz not null default now()
);
comment on table node is 'Every process that ever wrote here; never deleted, as deliveries name it';
comment on column node.name is 'notification.node.name: by default host and port';

create unlogged table node_heartbeat (
    instance   uuid        not null primary key,
    node_id    int         not null,
    started_at timestamptz not null,
    seen_at    timestamptz not null,
    figures    jsonb       not null
);
comment on table node_heartbeat is 'One row a living process, written once a second; of no worth after a crash, and empty then';
comment on column node_heartbeat.instance is 'Drawn by the process at its start: two with one name are still two';
comment on column node_heartbeat.figures is 'What it counts, for /v1/admin/stats';

-- a notification is found by its idempotency key
alter table message_key add column notification_id bigint;
comment on column message_key.notification_id is 'The notification stored under this key, whose created_at is the same as this row''s';
create function message_key_hash(source text, id text) returns bytea
    language sql immutable parallel safe
as
$$
select substr(sha256(
    int4send(octet_length(convert_to(source, 'UTF8'))) || convert_to(source, 'UTF8')
    || int4send(octet_length(convert_to(id, 'UTF8'))) || convert_to(id, 'UTF8')), 1, 16)
$$;
comment on function message_key_hash is 'The idempotency key of a notification';
update message_key k set notification_id = n.id from notification n where k.hash = message_key_hash(n.source, n.message_id);

-- newest first is how notifications are looked through; every other look knows both columns
alter table notification drop constraint notification_pkey;
alter table notification add primary key (created_at, id);

alter table delivery add column sends bytea not null default '';
alter table delivery add column acked_by int;
alter table delivery add column acked_from inet;
comment on column delivery.sends is 'Each time it was written to a stream, 14 bytes: microseconds since 1970 (8), node (4), attempt (2), big-endian; the first and the newest 63';
comment on column delivery.acked_by is 'The node that took the ack';
comment on column delivery.acked_from is 'The address that the ack came from, as that node saw it';
comment on column delivery.outcome is 'How it was settled: 1 acked, 2 written to a stream with no ack required, 3 superseded, 4 cancelled; null while unsettled, expired or exhausted';
create index delivery_notification on delivery (notification_id, inbox_id, seq);

create function append_sends(kept bytea, more bytea) returns bytea
    language sql immutable parallel safe
as
$$
select case
    when more is null or position(more in kept) > 0 then kept
    when octet_length(kept) + octet_length(more) <= 64 * 14 then kept || more
    else substr(kept || more, 1, 14) || substr(kept || more, octet_length(kept) + octet_length(more) - 63 * 14 + 1)
end
$$;
comment on function append_sends is 'Adds to delivery.sends what is not there yet, and keeps it bounded; simple enough to become part of the statement that calls it';

create table rejection (
    id                 bigint generated always as identity primary key,
    topic              text        not null,
    partition          int         not null,
    record_offset      bigint      not null,
    code               text        not null,
    detail             text        not null,
    rejected_at        timestamptz not null default now(),
    letter_topic       text        not null,
    letter_partition   int         not null,
    letter_offset      bigint      not null,
    truncated          boolean     not null,
    replayed_at        timestamptz
);
comment on table rejection is 'Records refused for good, and where the dead-letter topic keeps them; swept by retention';
comment on column rejection.record_offset is 'Where the record was; the same place again is another row, when a topic began anew';
comment on column rejection.truncated is 'The dead-letter topic has only the beginning: it cannot be replayed';
create index rejection_place on rejection (partition, record_offset);
create index rejection_time on rejection (rejected_at, id);
create index rejection_code on rejection (code, rejected_at, id);

create table audit (
    id         bigint generated always as identity primary key,
    at         timestamptz not null default clock_timestamp(),
    actor      text        not null,
    address    inet,
    action     text        not null,
    recipient  text,
    source     text,
    message_id text,
    detail     jsonb       not null default '{}'
);
comment on table audit is 'Every change an admin made. Rows are never changed and never deleted';
comment on column audit.actor is 'The sub of the token';
comment on column audit.address is 'Where the request came from, as the node saw it';
comment on column audit.action is 'revoke, erase, cancel, resend, expire, replay';
comment on column audit.detail is 'What else the action was given, and what it changed';
create index audit_time on audit (at, id);
create index audit_recipient on audit (recipient, at, id) where recipient is not null;
create index audit_notification on audit (source, message_id, at, id) where source is not null;

create function refuse_change() returns trigger
    language plpgsql
as
$$
begin
    raise exception 'rows of % are never changed', tg_table_name;
end
$$;
create trigger audit_is_append_only before update or delete or truncate on audit
    for each statement execute function refuse_change();
