//! Whose password it is.

/// Who proves a password: the two names that Cognito hashes in front of it, and signs in the claim.
///
/// They are joined without a separator (protocol.md 1.1), so `("ab", "c")` and `("a", "bc")` are
/// the same identity to Cognito, and here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Identity<'a> {
    scope: &'a str,
    name: &'a str,
}

impl<'a> Identity<'a> {
    /// A user of a user pool.
    ///
    /// `pool_name` is what follows the first `_` of the pool's id (`ABC` of `us-east-1_ABC`).
    /// `user_id_for_srp` is the challenge parameter `USER_ID_FOR_SRP`, not the alias that the
    /// person typed (protocol.md 1.3).
    ///
    /// ```
    /// let identity = poolgate_srp::Identity::user("ABC", "a2c2e290-6d0f-4a08-a5ca-f0162935f3a6");
    /// ```
    #[must_use]
    pub const fn user(pool_name: &'a str, user_id_for_srp: &'a str) -> Self {
        Self {
            scope: pool_name,
            name: user_id_for_srp,
        }
    }

    /// A remembered device, which proves a password of its own by the same protocol.
    ///
    /// Both keys are those of `NewDeviceMetadata`; the group's takes the place of the pool's name
    /// (protocol.md 2.1 and 2.2).
    ///
    /// ```
    /// let identity = poolgate_srp::Identity::device(
    ///     "-FDRunwQv",
    ///     "eu-west-2_627477ae-3631-4248-bed9-d2e934100372",
    /// );
    /// ```
    #[must_use]
    pub const fn device(device_group_key: &'a str, device_key: &'a str) -> Self {
        Self {
            scope: device_group_key,
            name: device_key,
        }
    }

    /// The names in the order in which they are hashed.
    pub(crate) const fn parts(&self) -> [&'a [u8]; 2] {
        [self.scope.as_bytes(), self.name.as_bytes()]
    }
}
