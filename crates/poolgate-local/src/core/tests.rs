//! The operations as a client sees them: requests in, answers out, with the time in the test's hand.

mod account_states;
mod attributes;
mod change_password;
mod choice;
mod client_changes;
mod confirmation;
mod csv_header;
mod custom_auth;
mod devices;
mod domains;
mod functions;
mod groups;
mod harness;
mod hostile;
mod identity_providers;
mod linked_identities;
mod listing;
mod lockout;
mod messages;
mod mfa;
mod new_password;
mod passkeys;
mod password;
mod pool_changes;
mod pools;
mod recovery;
mod refresh;
mod resource_servers;
mod revocation;
mod srp;
mod tags;
mod tokens;
mod users;
mod walk;

use harness::Cognito;
