//! Whatever is linked, merged and unlinked in whatever order, one login leads to one identity.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::harness::{Cloud, text};

const PROVIDER: &str = "login.example";

/// What is done; the numbers choose among the users and the identities there are.
#[derive(Clone, Debug)]
enum Step {
    Guest,
    SignIn { person: usize },
    Upgrade { identity: usize, person: usize },
    Vouch { user: u8 },
    VouchFor { user: u8, identity: usize },
    VouchAlong { user: u8, person: usize },
    Merge { source: u8, destination: u8 },
    UnlinkDeveloper { identity: usize, user: u8 },
    Unlink { identity: usize, person: usize },
    Delete { identity: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let identity = 0..12_usize;
    let person = 0..2_usize;
    let user = 0..4_u8;
    prop_oneof![
        Just(Step::Guest),
        person.clone().prop_map(|person| Step::SignIn { person }),
        (identity.clone(), person.clone())
            .prop_map(|(identity, person)| Step::Upgrade { identity, person }),
        user.clone().prop_map(|user| Step::Vouch { user }),
        (user.clone(), identity.clone())
            .prop_map(|(user, identity)| Step::VouchFor { user, identity }),
        (user.clone(), person.clone()).prop_map(|(user, person)| Step::VouchAlong { user, person }),
        (user.clone(), user.clone()).prop_map(|(source, destination)| Step::Merge {
            source,
            destination
        }),
        (identity.clone(), user)
            .prop_map(|(identity, user)| Step::UnlinkDeveloper { identity, user }),
        (identity.clone(), person).prop_map(|(identity, person)| Step::Unlink { identity, person }),
        identity.prop_map(|identity| Step::Delete { identity }),
    ]
}

struct Scene<'c> {
    cloud: &'c Cloud,
    pool: String,
    people: [Value; 2],
    identities: Vec<String>,
}

impl<'c> Scene<'c> {
    /// An identity pool of its own.
    fn new(cloud: &'c Cloud) -> Self {
        let pool = cloud.identity_pool_with(&json!({
            "DeveloperProviderName": PROVIDER, "AllowUnauthenticatedIdentities": true,
        }));
        let people = ["ann", "bob"].map(|name| cloud.logins(name));
        Self {
            cloud,
            pool,
            people,
            identities: Vec::new(),
        }
    }

    fn identity(&self, index: usize) -> String {
        let known = self.identities.len();
        let unknown = "us-east-1:00000000-0000-4000-8000-000000000000".to_owned();
        match known {
            0 => unknown,
            known => self.identities[index % known].clone(),
        }
    }

    /// Does it; refusals are part of the game, but an identity that was answered is remembered.
    fn take(&mut self, step: &Step) {
        let (operation, input) = self.call_of(step);
        if let Ok(answer) = self.cloud.call(operation, &input)
            && let Some(id) = answer.get("IdentityId")
            && !self.identities.contains(&text(id))
        {
            self.identities.push(text(id));
        }
    }

    fn call_of(&self, step: &Step) -> (&'static str, Value) {
        let pool = &self.pool;
        let vouch = "GetOpenIdTokenForDeveloperIdentity";
        match *step {
            Step::Guest => ("GetId", json!({ "IdentityPoolId": pool })),
            Step::SignIn { person } => (
                "GetId",
                json!({ "IdentityPoolId": pool, "Logins": self.people[person] }),
            ),
            Step::Upgrade { identity, person } => (
                "GetCredentialsForIdentity",
                json!({ "IdentityId": self.identity(identity), "Logins": self.people[person] }),
            ),
            Step::Vouch { user } => (vouch, self.vouched(user, &json!({}))),
            Step::VouchFor { user, identity } => {
                let mut input = self.vouched(user, &json!({}));
                input["IdentityId"] = json!(self.identity(identity));
                (vouch, input)
            }
            Step::VouchAlong { user, person } => (vouch, self.vouched(user, &self.people[person])),
            Step::Merge {
                source,
                destination,
            } => (
                "MergeDeveloperIdentities",
                json!({
                    "IdentityPoolId": pool, "DeveloperProviderName": PROVIDER,
                    "SourceUserIdentifier": source.to_string(),
                    "DestinationUserIdentifier": destination.to_string(),
                }),
            ),
            Step::UnlinkDeveloper { identity, user } => (
                "UnlinkDeveloperIdentity",
                json!({
                    "IdentityPoolId": pool, "DeveloperProviderName": PROVIDER,
                    "IdentityId": self.identity(identity),
                    "DeveloperUserIdentifier": user.to_string(),
                }),
            ),
            Step::Unlink { identity, person } => (
                "UnlinkIdentity",
                json!({
                    "IdentityId": self.identity(identity), "Logins": self.people[person],
                    "LoginsToRemove": [self.cloud.provider],
                }),
            ),
            Step::Delete { identity } => (
                "DeleteIdentities",
                json!({ "IdentityIdsToDelete": [self.identity(identity)] }),
            ),
        }
    }

    fn vouched(&self, user: u8, public: &Value) -> Value {
        let mut logins = public.clone();
        logins[PROVIDER] = json!(user.to_string());
        json!({ "IdentityPoolId": self.pool, "Logins": logins })
    }

    /// The identities of the list, page by page, with their providers.
    fn listed(&self, hide_disabled: bool) -> Vec<(String, Vec<String>)> {
        let mut all = Vec::new();
        let mut input = json!({
            "IdentityPoolId": self.pool, "MaxResults": 2, "HideDisabled": hide_disabled,
        });
        loop {
            let page = self.cloud.expect("ListIdentities", &input);
            for identity in page["Identities"].as_array().unwrap() {
                let logins = identity["Logins"].as_array().into_iter().flatten();
                all.push((text(&identity["IdentityId"]), logins.map(text).collect()));
            }
            match page.get("NextToken") {
                Some(next) => input["NextToken"] = next.clone(),
                None => return all,
            }
        }
    }

    /// Whom each login leads to, as the service itself says.
    fn owners(&self) -> BTreeMap<String, Vec<String>> {
        let mut owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (identity, _) in self.listed(true) {
            let input = json!({ "IdentityPoolId": self.pool, "IdentityId": identity });
            let users = self.cloud.expect("LookupDeveloperIdentity", &input);
            for user in users["DeveloperUserIdentifierList"].as_array().unwrap() {
                owners.entry(text(user)).or_default().push(identity.clone());
            }
        }
        owners
    }

    fn check(&self) {
        let all = self.listed(false);
        let ids: BTreeSet<&String> = all.iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), all.len(), "an identity is listed once");
        for (user, owners) in self.owners() {
            assert_eq!(owners.len(), 1, "{user} leads to {owners:?}");
            let input = json!({ "IdentityPoolId": self.pool, "DeveloperUserIdentifier": user });
            let found = self.cloud.expect("LookupDeveloperIdentity", &input);
            assert_eq!(text(&found["IdentityId"]), owners[0]);
        }
        let enabled = self.listed(true);
        let with_pool =
            |(_, logins): &&(String, Vec<String>)| logins.contains(&self.cloud.provider);
        // Two people there are, so two identities at most can have a login of the user pool.
        let holders: Vec<_> = enabled.iter().filter(with_pool).collect();
        assert!(holders.len() <= 2, "{holders:?}");
        let hidden: Vec<_> = all.iter().filter(|it| !enabled.contains(it)).collect();
        assert!(
            hidden.iter().all(|(_, logins)| logins.is_empty()),
            "{hidden:?}"
        );
    }
}

#[test]
fn one_login_never_leads_to_two_identities() {
    let cloud = Cloud::new();
    let config = ProptestConfig::with_cases(32);
    let mut runner = proptest::test_runner::TestRunner::new(config);
    runner
        .run(&prop::collection::vec(step(), 1..24), |steps| {
            let mut scene = Scene::new(&cloud);
            for step in &steps {
                scene.take(step);
                scene.check();
            }
            Ok(())
        })
        .unwrap();
}
