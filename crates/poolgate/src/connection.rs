use std::sync::Arc;

use aws_smithy_async::time::SharedTimeSource;
use aws_types::SdkConfig;
use aws_types::region::Region as SdkRegion;
use aws_types::sdk_config::Builder;
use poolgate_flow::Region;

use crate::http::{HttpSettings, LazyHttpClient};
use crate::{Environment, Error, Timeouts};

/// How a service is reached: what the builders of user pools and identity pools have in common.
#[derive(Clone, Debug, Default)]
pub(crate) struct Connection {
    pub(crate) region: Option<Region>,
    pub(crate) endpoint_url: Option<String>,
    pub(crate) environment: Environment,
    pub(crate) timeouts: Timeouts,
    pub(crate) sdk_config: Option<SdkConfig>,
    pub(crate) time_source: Option<SharedTimeSource>,
}

impl Connection {
    /// The HTTP clients' settings, shared by the SDK and the key set's fetcher.
    pub(crate) fn http(&self) -> Result<Arc<HttpSettings>, Error> {
        HttpSettings::new(&self.environment, self.timeouts)
    }

    /// This machine's clock, or what stands in for it.
    pub(crate) fn time_source(&self) -> SharedTimeSource {
        let given = self.sdk_config.as_ref().and_then(SdkConfig::time_source);
        self.time_source.clone().or(given).unwrap_or_default()
    }

    /// The SDK's configuration: what the builder says wins over the environment, which wins over
    /// the `SdkConfig` that was passed in.
    pub(crate) fn sdk_config(
        &self,
        http: &Arc<HttpSettings>,
        home: &Region,
        environment_endpoint: Option<&str>,
    ) -> Result<SdkConfig, Error> {
        let given = self
            .sdk_config
            .clone()
            .unwrap_or_else(|| SdkConfig::builder().build());
        let mut builder = self.network(given.to_builder(), &given, http);
        if self.region.is_some() || given.region().is_none() {
            let region = self.region.as_ref().unwrap_or(home);
            builder.set_region(SdkRegion::new(region.as_str().to_owned()));
        }
        if let Some(url) = self.endpoint_url.as_deref().or(environment_endpoint) {
            builder.set_endpoint_url(Some(url.to_owned()));
        }
        if let Some(use_fips) = self.environment.use_fips()? {
            builder.set_use_fips(Some(use_fips));
        }
        if let Some(use_dual_stack) = self.environment.use_dual_stack()? {
            builder.set_use_dual_stack(Some(use_dual_stack));
        }
        builder.set_time_source(Some(self.time_source()));
        Ok(builder.build())
    }

    fn network(&self, builder: Builder, given: &SdkConfig, http: &Arc<HttpSettings>) -> Builder {
        let mut builder = builder;
        if given.http_client().is_none() {
            builder = builder.http_client(LazyHttpClient::new(Arc::clone(http)));
        }
        if given.timeout_config().is_none() {
            builder = builder.timeout_config(self.timeouts.to_sdk());
        }
        if given.retry_config().is_none() {
            builder = builder.retry_config(aws_smithy_types::retry::RetryConfig::standard());
        }
        if given.behavior_version().is_none() {
            let latest =
                aws_smithy_runtime_api::client::behavior_version::BehaviorVersion::latest();
            builder = builder.behavior_version(latest);
        }
        builder
    }
}

/// Defines the methods by which a builder describes its [`Connection`].
macro_rules! connection_setters {
    ($client:ty) => {
        /// The Region, if not the one that the id begins with.
        pub fn region(mut self, region: poolgate_flow::Region) -> Self {
            self.connection.region = Some(region);
            self
        }

        /// Where the service is, if not at AWS. It wins over the environment's.
        pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
            self.connection.endpoint_url = Some(url.into());
            self
        }

        /// Endpoints, proxies and certificates; nothing is set if this is not called.
        pub fn environment(mut self, environment: crate::Environment) -> Self {
            self.connection.environment = environment;
            self
        }

        /// How long to wait for the network.
        pub fn timeouts(mut self, timeouts: crate::Timeouts) -> Self {
            self.connection.timeouts = timeouts;
            self
        }

        /// Starts from this configuration of the SDK: what it sets, and neither this builder nor
        /// the environment does, holds.
        pub fn sdk_config(mut self, config: &aws_types::SdkConfig) -> Self {
            self.connection.sdk_config = Some(config.clone());
            self
        }

        /// Takes the time from here instead of this machine's clock. Sessions and credentials
        /// are as fresh as it says.
        pub fn time_source(
            mut self,
            source: impl aws_smithy_async::time::TimeSource + 'static,
        ) -> Self {
            let source = aws_smithy_async::time::SharedTimeSource::new(source);
            self.connection.time_source = Some(source);
            self
        }

        /// Uses this client of the SDK as it is: how the service is reached is then its business.
        pub fn sdk_client(mut self, client: $client) -> Self {
            self.sdk_client = Some(client);
            self
        }
    };
}
pub(crate) use connection_setters;
