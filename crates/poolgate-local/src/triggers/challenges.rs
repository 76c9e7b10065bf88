//! The three functions that make a custom authentication (protocol.md 10.2).

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ClientMetadata, Trigger};

/// The parameters of a custom challenge, public or private.
pub(crate) type ChallengeParameters = BTreeMap<String, String>;

/// A step of the authentication that is over.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChallengeResult {
    #[serde(rename = "challengeName")]
    pub(crate) name: String,
    #[serde(rename = "challengeResult")]
    pub(crate) passed: bool,
    /// What the function said of the challenge when it made it; null for the service's own ones.
    #[serde(rename = "challengeMetadata")]
    pub(crate) metadata: Option<String>,
}

impl ChallengeResult {
    /// One of the service's own challenges, that was passed.
    pub(crate) fn passed(challenge: &str) -> Self {
        Self {
            name: challenge.to_owned(),
            passed: true,
            metadata: None,
        }
    }
}

/// Functions keep the right answer in the metadata, to ask the same again.
impl fmt::Debug for ChallengeResult {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ChallengeResult")
            .field("name", &self.name)
            .field("passed", &self.passed)
            .finish_non_exhaustive()
    }
}

/// What comes next?
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DefineAuthChallenge<'a> {
    pub(crate) session: &'a [ChallengeResult],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_metadata: Option<&'a ClientMetadata>,
}

/// The next challenge, or the end.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Definition {
    pub(crate) challenge_name: Option<String>,
    pub(crate) issue_tokens: Option<bool>,
    pub(crate) fail_authentication: Option<bool>,
}

impl Trigger for DefineAuthChallenge<'_> {
    const NAME: &'static str = "DefineAuthChallenge";
    const SOURCE: &'static str = "DefineAuthChallenge_Authentication";
    type Response = Definition;
}

/// What is the user to be asked?
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateAuthChallenge<'a> {
    pub(crate) challenge_name: &'a str,
    pub(crate) session: &'a [ChallengeResult],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_metadata: Option<&'a ClientMetadata>,
}

/// A challenge: what the client sees of it, and what tells the right answer.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Creation {
    pub(crate) public_challenge_parameters: Option<ChallengeParameters>,
    pub(crate) private_challenge_parameters: Option<ChallengeParameters>,
    pub(crate) challenge_metadata: Option<String>,
}

impl Trigger for CreateAuthChallenge<'_> {
    const NAME: &'static str = "CreateAuthChallenge";
    const SOURCE: &'static str = "CreateAuthChallenge_Authentication";
    type Response = Creation;
}

/// Is the answer right?
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VerifyAuthChallengeResponse<'a> {
    pub(crate) private_challenge_parameters: &'a ChallengeParameters,
    pub(crate) challenge_answer: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_metadata: Option<&'a ClientMetadata>,
}

/// Whether it was.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Verdict {
    pub(crate) answer_correct: Option<bool>,
}

impl Trigger for VerifyAuthChallengeResponse<'_> {
    const NAME: &'static str = "VerifyAuthChallengeResponse";
    const SOURCE: &'static str = "VerifyAuthChallengeResponse_Authentication";
    type Response = Verdict;
}
