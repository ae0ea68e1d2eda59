-- Who may open streams beside the bearer of a token, and whose tokens count no longer. Both tables are locked alone: stream_ticket
-- by hash bytes, revocation one row at a time.

create table stream_ticket (
    hash                 bytea            not null primary key check (octet_length(hash) = 32),
    recipient            text collate "C" not null,
    credential_issued_at timestamptz,
    expires_at           timestamptz      not null,
    issued_at            timestamptz      not null default now(),
    good_until           timestamptz      not null,
    uses                 bigint           not null default 0,
    last_used_at         timestamptz
) with (fillfactor = 70);
comment on table stream_ticket is 'Tickets that open one stream each; deleted when nobody can use them any more';
comment on column stream_ticket.hash is 'SHA-256 of the ticket: with what is stored here nobody can open a stream';
comment on column stream_ticket.credential_issued_at is 'The iat of the credential that bought it, null when that has none: a revocation of the credential covers the ticket';
comment on column stream_ticket.expires_at is 'The exp of the credential that bought it';
comment on column stream_ticket.good_until is 'Until when it can be used: until the time for its first use is over, after that until it expires';
comment on column stream_ticket.uses is 'How often it opened a stream; only the stream of the last use is to be open';

-- what the sweep looks for; moves once, at the first use
create index stream_ticket_good_until on stream_ticket (good_until);

create table revocation (
    recipient      text collate "C" not null primary key,
    revoked_before timestamptz      not null,
    changed_at     timestamptz      not null default clock_timestamp()
);
comment on table revocation is 'One row a recipient whose tokens were ever revoked';
comment on column revocation.revoked_before is 'Tokens issued at or before this time are refused; it only moves forward';
comment on column revocation.changed_at is 'When the row was written: nodes ask for what changed since they last looked';

create index revocation_changed_at on revocation (changed_at);
