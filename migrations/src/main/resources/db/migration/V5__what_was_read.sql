-- What was read, by inbox: what is unread is everything but that, and both are counted without looking at a row. A delivery enters
-- it when it is marked as read, so neither ingest nor acks pay for it.

create index if not exists delivery_read on delivery (inbox_id, seq) where read_at is not null;
