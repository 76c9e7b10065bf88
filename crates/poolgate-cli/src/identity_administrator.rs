//! Who administers identity pools and the identities in them.

use std::process::ExitCode;

use poolgate::profiles::Profile as Keys;
use poolgate::{IdentityPoolId, IdentityPools, Region};
use serde_json::Value;

use crate::administrator;
use crate::arguments::identity_pool::{Account, Place, Target};
use crate::arguments::pool::Consent;
use crate::failure::Failure;
use crate::identity_service::IdentityService;
use crate::output;
use crate::prompt::Prompt;

/// The identity pools of an account and Region, open for administration.
#[derive(Debug)]
pub(crate) struct IdentityAdministrator {
    pub(crate) pools: IdentityPools,
    service: IdentityService,
    json: bool,
}

impl IdentityAdministrator {
    /// Who administers all identity pools of an account in one Region.
    pub(crate) fn of_account(arguments: &Account) -> Result<Self, Failure> {
        let explicit = Keys {
            region: arguments.region.clone(),
            ..Keys::default()
        };
        let service = IdentityService::of(&arguments.place.profile, explicit)?;
        let region = service.region()?;
        Self::new(service, region, &arguments.place)
    }

    /// Who administers one of them, and its id.
    pub(crate) fn of_pool(arguments: &Target) -> Result<(Self, IdentityPoolId), Failure> {
        let place = &arguments.place;
        let explicit = Keys {
            identity_pool_id: arguments.pool.id.clone(),
            ..Keys::default()
        };
        let service = IdentityService::of(&place.profile, explicit)?;
        let id = service.id()?;
        let administrator = Self::new(service, id.region().clone(), place)?;
        Ok((administrator, id))
    }

    /// Who administers what is in a Region, whichever identity pool it belongs to.
    pub(crate) fn of_region(place: &Place, region: &Region) -> Result<Self, Failure> {
        let service = IdentityService::of(&place.profile, Keys::default())?;
        Self::new(service, region.clone(), place)
    }

    fn new(service: IdentityService, region: Region, place: &Place) -> Result<Self, Failure> {
        Ok(Self {
            pools: service.administration(region)?,
            service,
            json: place.format.json,
        })
    }

    /// The number of the account, where the profile tells it.
    pub(crate) fn account_id(&self) -> Option<String> {
        self.service.account_id()
    }

    /// Asks before something that cannot be undone. `command` is what to run where somebody can be
    /// asked.
    pub(crate) fn ask(
        &self,
        consent: &Consent,
        command: &str,
        question: &str,
    ) -> Result<(), Failure> {
        let command = format!("poolgate {command} {}", self.service.flags());
        let prompt = Prompt::new(false, command.trim_end().to_owned());
        administrator::consent(consent, &prompt, question)
    }

    /// Says what has become of it, to programs or to people.
    pub(crate) fn say(&self, document: &Value, text: &str) -> Result<ExitCode, Failure> {
        output::outcome(self.json, document, text)
    }
}
