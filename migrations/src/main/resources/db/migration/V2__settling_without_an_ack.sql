-- Deliveries that nobody has to ack, and deliveries that were offered often enough.

alter table delivery add column ack_required boolean not null default true;
alter table delivery add column exhausted_at timestamptz;
comment on column delivery.outcome is 'How it was settled: 1 acked, 2 written to a stream with no ack required; null while unsettled, expired or exhausted';
comment on column delivery.ack_required is 'False when it is settled as soon as it was written to a stream';
comment on column delivery.exhausted_at is 'When its rounds of redelivery were used up; no stream sends it from then on, an ack still counts';
