use alloc::collections::BTreeMap;
use alloc::string::String;

/// What the service may be told of the device that a person signs in from, for threat protection
/// and for campaign analytics. A call carries what is given and nothing of it otherwise.
///
/// A call of the user sends it as `UserContextData` and `AnalyticsMetadata`; an administrator's
/// as `ContextData`, which alone has the names of the server (protocol.md 3.7).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct CallerContext {
    /// `EncodedData`: the fingerprint that the Amplify libraries collect.
    pub encoded_data: Option<String>,
    /// `IpAddress` of the user.
    pub ip_address: Option<String>,
    /// `ServerName` that the user reached; administrators only.
    pub server_name: Option<String>,
    /// `ServerPath` that the user reached; administrators only.
    pub server_path: Option<String>,
    /// `HttpHeaders` of the user's request; administrators only.
    pub http_headers: BTreeMap<String, String>,
    /// `AnalyticsEndpointId` of Amazon Pinpoint.
    pub analytics_endpoint_id: Option<String>,
}

impl CallerContext {
    /// Nothing is told.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}
