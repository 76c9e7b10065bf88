mod oauth;

use poolgate_flow::ErrorCode;

use super::Error;

impl Error {
    /// What to look at first, for the errors whose own words leave people in the dark.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Unreachable { reason, .. } if reason.contains("issuer is not trusted") => {
                Some("If a proxy signs with a private CA, name its bundle in AWS_CA_BUNDLE")
            }
            Self::Token {
                error: poolgate_token::Error::Expired { .. },
                ..
            }
            | Self::Token {
                error: poolgate_token::Error::NotYetValid { .. },
                ..
            } => Some("The token is fresh, so this machine's clock is probably wrong"),
            Self::ConcurrentChange { .. } => Some("Look at it as it is now, then change it again"),
            Self::NoAwsCredentials { .. } => Some(
                "Administration is signed with AWS credentials: give them to the builder, or set \
                 up those of the AWS SDK (AWS_PROFILE, or AWS_ACCESS_KEY_ID and \
                 AWS_SECRET_ACCESS_KEY)",
            ),
            Self::NoDomain => Some(
                "Name it (such as https://<prefix>.auth.<region>.amazoncognito.com), or have an \
                 administrator create one",
            ),
            Self::NoIdToken => {
                Some("Add `openid` to the scopes: those asked for, and the app client's")
            }
            Self::OAuth { refusal, .. } => oauth::hint(refusal),
            Self::StateMismatch => {
                Some("Finish in the browser tab that this sign-in opened, or sign in again")
            }
            Self::UnexpectedStatus {
                operation,
                status: 404,
            } if operation.starts_with("oauth2/") => Some("Is this the domain of the user pool?"),
            Self::Flow(poolgate_flow::Error::DeviceRefused(_)) => {
                Some("The remembered device was forgotten: sign in again")
            }
            Self::NoRole => Some("Name the role's ARN, or the end of one of the user's roles"),
            Self::UnexpectedStatus { status: 403, .. } => {
                Some("A firewall (WAF) or a proxy answered in the service's place")
            }
            _ => {
                let error = self.service()?;
                BY_MESSAGE
                    .iter()
                    .find(|(fragment, _)| error.message.contains(fragment))
                    .map(|(_, hint)| *hint)
                    .or_else(|| by_code(&error.code))
            }
        }
    }
}

/// The service's texts (protocol.md 7.2 and 8.7) that have one usual cause.
const BY_MESSAGE: [(&str, &str); 22] = [
    (
        "Access Token does not have required scopes",
        "Sign in again with the scope aws.cognito.signin.user.admin, which the app client must have",
    ),
    (
        "SECRET_HASH was not received",
        "The app client has a secret: give it as well",
    ),
    (
        "Unable to verify secret hash",
        "The client secret is not the one of this app client",
    ),
    (
        "USER_SRP_AUTH is not enabled",
        "Enable ALLOW_USER_SRP_AUTH for the app client, or sign in with another flow",
    ),
    (
        "USER_PASSWORD_AUTH flow not enabled",
        "Enable ALLOW_USER_PASSWORD_AUTH for the app client, or sign in by SRP",
    ),
    (
        "USER_AUTH is not enabled",
        "Enable ALLOW_USER_AUTH for the app client, or sign in by SRP",
    ),
    (
        "CUSTOM_AUTH is not enabled",
        "Enable ALLOW_CUSTOM_AUTH for the app client, or sign in by SRP",
    ),
    (
        "session is expired",
        "The answer came too late: sign in again (the app client's AuthSessionValidity says how long a challenge waits)",
    ),
    (
        "session can only be used once",
        "The challenge was answered before, perhaps by a call whose reply was lost: sign in again",
    ),
    (
        "Invalid session for the user",
        "The challenge belongs to another user, app client or service: sign in again",
    ),
    (
        "has already been used once",
        "Wait for the authenticator app to show its next code",
    ),
    (
        "Password attempts exceeded",
        "Wait: each further attempt doubles the time of the lock-out",
    ),
    (
        "Token is not from a supported provider",
        "Add the user pool and this app client to the identity pool's providers",
    ),
    (
        "Issuer doesn't match providerName",
        "The identity pool knows this user pool under another provider name",
    ),
    (
        "Unauthenticated access is not supported",
        "The identity pool was given no login that it accepts",
    ),
    (
        "Invalid login token. Token expired",
        "The ID token is over: refresh the session",
    ),
    (
        "Can't pass in a Cognito token",
        "Pass the user pool's ID token, not an identity pool's token",
    ),
    (
        "Token is inactive",
        "The user was signed out, disabled or deleted: sign in again",
    ),
    (
        "Logins don't match",
        "The identity belongs to other logins: include one that it was made with",
    ),
    (
        "Check assigned IAM roles",
        "The role's trust policy must allow cognito-identity.amazonaws.com for this identity pool",
    ),
    (
        "is not authorized to perform",
        "The identity pool's scope-down policy, or the role's policy, does not allow this",
    ),
    (
        "Basic (classic) flow is not enabled",
        "Use the enhanced flow, or enable the classic one",
    ),
];

fn by_code(code: &ErrorCode) -> Option<&'static str> {
    match code {
        ErrorCode::AccessDenied => {
            Some("The policies of these AWS credentials do not allow this operation on this pool")
        }
        ErrorCode::AliasExists => Some(
            "Another user has this e-mail address, phone number or preferred username: take it \
             away there, or force the alias over to this user",
        ),
        ErrorCode::DuplicateProvider => {
            Some("The pool has an identity provider of this name: update it, or take another name")
        }
        ErrorCode::ExpiredToken => {
            Some("The AWS credentials are over: renew them, for instance by `aws sso login`")
        }
        ErrorCode::GroupExists => Some("The pool has a group of this name: update it instead"),
        ErrorCode::InvalidPassword => Some("The pool's password policy says what it must have"),
        ErrorCode::InvalidSignature => Some(
            "The AWS secret access key is not the one of its access key id, or this machine's \
             clock is wrong",
        ),
        ErrorCode::LimitExceeded => Some(
            "The pool's limit for this is used up, such as for messages or attempts: wait, or ask \
             for more",
        ),
        ErrorCode::TooManyRequests | ErrorCode::Throttling => {
            Some("The account's rate for this kind of call is used up: wait, and call less often")
        }
        ErrorCode::UnrecognizedClient => Some(
            "AWS does not know these credentials: they were deleted, or belong to another \
             partition",
        ),
        ErrorCode::UnsupportedUserState => Some(
            "The account's state does not allow it: an invitation is sent again only to a user \
             whose password is still temporary",
        ),
        ErrorCode::UserNotFound => Some(
            "The name is looked up as it is written, and an alias counts once it is verified: \
             does the user belong to another pool?",
        ),
        ErrorCode::UsernameExists => Some(
            "The pool has a user of this name: choose another, or resend that user's invitation",
        ),
        ErrorCode::InvalidIdentityPoolConfiguration => {
            Some("The identity pool has no role for this user, or may not assume it")
        }
        ErrorCode::PasswordResetRequired => Some(
            "An administrator reset the password: choose a new one with the code that was sent",
        ),
        ErrorCode::ResourceNotFound => {
            Some("Is it the right pool, in the right Region, of the right AWS account?")
        }
        ErrorCode::SoftwareTokenMfaNotFound => Some(
            "The user pool offers no authenticator apps, or the user has none: the pool's MFA \
             configuration says",
        ),
        ErrorCode::UserNotConfirmed => Some("Confirm the account with the code that was sent"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use poolgate_flow::ServiceError;

    use super::*;

    fn hint(code: ErrorCode, message: &str) -> Option<&'static str> {
        Error::Service {
            operation: "GetId",
            error: ServiceError::new(code, message),
        }
        .hint()
    }

    #[test]
    fn the_services_words_lead_to_their_usual_cause() {
        let text = "Token is not from a supported provider of this identity pool.";
        assert!(
            hint(ErrorCode::NotAuthorized, text)
                .unwrap()
                .contains("app client")
        );
        let text = "Invalid identity pool configuration. Check assigned IAM roles for this pool.";
        let code = ErrorCode::InvalidIdentityPoolConfiguration;
        assert!(hint(code.clone(), text).unwrap().contains("trust policy"));
        assert!(hint(code, "").unwrap().contains("no role"));
        let code = ErrorCode::SoftwareTokenMfaNotFound;
        assert!(hint(code, "").unwrap().contains("authenticator apps"));
        assert_eq!(
            hint(ErrorCode::NotAuthorized, "Incorrect username or password."),
            None
        );
    }
}
