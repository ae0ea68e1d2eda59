-- An entry of an index has at most a third of a page, and a long source with a long id has more: whoever corrected such a notification
-- could not be put into the audit, and so could not correct it.

drop index if exists audit_notification;
create index audit_notification on audit (message_key_hash(source, message_id), at, id) where source is not null;
