//! How an authorization request is refused (protocol.md 6.1).

use crate::hosted::{Answer, Visit, fields};

/// Why a request comes to nothing, and who is told.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// The application, where it can be trusted to be the one.
    Redirected {
        redirect_uri: String,
        error: &'static str,
        description: String,
        state: Option<String>,
    },
    /// The person: the application is unknown, or its address is.
    Shown {
        error: &'static str,
        client_id: Option<String>,
        /// The parameter with an address that nobody is led to, and its value.
        address: Option<(&'static str, String)>,
    },
}

impl Fault {
    /// What the person is told, and of which application.
    pub(crate) fn shown(error: &'static str, client_id: Option<&str>) -> Self {
        Self::Shown {
            error,
            client_id: client_id.map(ToOwned::to_owned),
            address: None,
        }
    }

    /// That the application has not registered the address in this parameter.
    pub(crate) fn mismatch(
        client_id: Option<&str>,
        parameter: &'static str,
        address: Option<&str>,
    ) -> Self {
        Self::Shown {
            error: "redirect_mismatch",
            client_id: client_id.map(ToOwned::to_owned),
            address: address.map(|address| (parameter, address.to_owned())),
        }
    }

    pub(crate) fn answer(&self, visit: &Visit<'_>) -> Answer {
        match self {
            Self::Redirected {
                redirect_uri,
                error,
                description,
                state,
            } => {
                let told = [
                    ("error_description", description.as_str()),
                    ("error", error),
                ];
                let state = state.as_deref().map(|state| ("state", state));
                let told = told.into_iter().chain(state);
                Answer::redirect(fields::extend_query(redirect_uri, told))
            }
            Self::Shown {
                error,
                client_id,
                address,
            } => {
                let client_id = client_id.as_deref().map(|id| ("client_id", id));
                let address = address
                    .as_ref()
                    .map(|(name, value)| (*name, value.as_str()));
                let told = [("error", *error)].into_iter().chain(client_id);
                let query = fields::query(told.chain(address));
                Answer::redirect(visit.link(&format!("/error?{query}")))
            }
        }
    }
}
