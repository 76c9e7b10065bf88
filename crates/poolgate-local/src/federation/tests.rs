//! Identity pools and STS as a client meets them.

mod assume_role;
mod developer_identities;
mod get_credentials;
mod get_id;
mod harness;
mod identities;
mod identity_pool_changes;
mod identity_pools;
mod link_sequences;
mod linking;
mod older_records;
mod open_id_tokens;
mod outside_logins;
mod principal_tag_maps;
mod principal_tags;
mod roles;
mod signatures;
mod sts;
mod web_identities;
