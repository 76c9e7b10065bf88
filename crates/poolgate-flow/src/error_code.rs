use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use crate::challenge_name::vocabulary;

/// Each code as the services write it: with `Exception` at its end, but for some of STS
/// (protocol.md 7.1 and 8.7; the AWS front end's own codes among them).
macro_rules! codes {
    ($($variant:ident = $word:literal,)+) => {
        vocabulary! {
            /// The code of an error that a service answered with.
            ErrorCode {
                $(#[doc = concat!("`", $word, "`")] $variant = $word,)+
            }
        }
    };
}

codes! {
    AccessDenied = "AccessDeniedException",
    AliasExists = "AliasExistsException",
    CodeDeliveryFailure = "CodeDeliveryFailureException",
    CodeMismatch = "CodeMismatchException",
    ConcurrentModification = "ConcurrentModificationException",
    DeveloperUserAlreadyRegistered = "DeveloperUserAlreadyRegisteredException",
    DeviceKeyExists = "DeviceKeyExistsException",
    DuplicateProvider = "DuplicateProviderException",
    EnableSoftwareTokenMfa = "EnableSoftwareTokenMFAException",
    ExpiredCode = "ExpiredCodeException",
    ExpiredToken = "ExpiredTokenException",
    ExternalService = "ExternalServiceException",
    FeatureUnavailableInTier = "FeatureUnavailableInTierException",
    Forbidden = "ForbiddenException",
    GroupExists = "GroupExistsException",
    IdpCommunicationError = "IDPCommunicationError",
    IdpRejectedClaim = "IDPRejectedClaim",
    IncompleteSignature = "IncompleteSignatureException",
    InternalError = "InternalErrorException",
    InternalServer = "InternalServerException",
    InvalidEmailRoleAccessPolicy = "InvalidEmailRoleAccessPolicyException",
    InvalidIdentityPoolConfiguration = "InvalidIdentityPoolConfigurationException",
    InvalidIdentityToken = "InvalidIdentityToken",
    InvalidLambdaResponse = "InvalidLambdaResponseException",
    InvalidOAuthFlow = "InvalidOAuthFlowException",
    InvalidParameter = "InvalidParameterException",
    InvalidPassword = "InvalidPasswordException",
    InvalidSignature = "InvalidSignatureException",
    InvalidSmsRoleAccessPolicy = "InvalidSmsRoleAccessPolicyException",
    InvalidSmsRoleTrustRelationship = "InvalidSmsRoleTrustRelationshipException",
    InvalidUserPoolConfiguration = "InvalidUserPoolConfigurationException",
    LimitExceeded = "LimitExceededException",
    MalformedPolicyDocument = "MalformedPolicyDocument",
    MfaMethodNotFound = "MFAMethodNotFoundException",
    ManagedLoginBrandingExists = "ManagedLoginBrandingExistsException",
    MissingAuthenticationToken = "MissingAuthenticationTokenException",
    NotAuthorized = "NotAuthorizedException",
    OperationNotEnabled = "OperationNotEnabledException",
    PackedPolicyTooLarge = "PackedPolicyTooLarge",
    PasswordHistoryPolicyViolation = "PasswordHistoryPolicyViolationException",
    PasswordResetRequired = "PasswordResetRequiredException",
    PreconditionNotMet = "PreconditionNotMetException",
    RefreshTokenReuse = "RefreshTokenReuseException",
    RegionDisabled = "RegionDisabledException",
    ResourceConflict = "ResourceConflictException",
    ResourceNotFound = "ResourceNotFoundException",
    ScopeDoesNotExist = "ScopeDoesNotExistException",
    Serialization = "SerializationException",
    ServiceQuotaExceeded = "ServiceQuotaExceededException",
    SoftwareTokenMfaNotFound = "SoftwareTokenMFANotFoundException",
    TermsExists = "TermsExistsException",
    Throttling = "ThrottlingException",
    TierChangeNotAllowed = "TierChangeNotAllowedException",
    TooManyFailedAttempts = "TooManyFailedAttemptsException",
    TooManyRequests = "TooManyRequestsException",
    Unauthorized = "UnauthorizedException",
    UnexpectedLambda = "UnexpectedLambdaException",
    UnknownOperation = "UnknownOperationException",
    UnrecognizedClient = "UnrecognizedClientException",
    UnsupportedIdentityProvider = "UnsupportedIdentityProviderException",
    UnsupportedOperation = "UnsupportedOperationException",
    UnsupportedTokenType = "UnsupportedTokenTypeException",
    UnsupportedUserState = "UnsupportedUserStateException",
    UserImportInProgress = "UserImportInProgressException",
    UserLambdaValidation = "UserLambdaValidationException",
    UserNotConfirmed = "UserNotConfirmedException",
    UserNotFound = "UserNotFoundException",
    UserPoolAddOnNotEnabled = "UserPoolAddOnNotEnabledException",
    UserPoolTagging = "UserPoolTaggingException",
    UsernameExists = "UsernameExistsException",
    ValidationError = "ValidationError",
    WebAuthnChallengeNotFound = "WebAuthnChallengeNotFoundException",
    WebAuthnClientMismatch = "WebAuthnClientMismatchException",
    WebAuthnConfigurationMissing = "WebAuthnConfigurationMissingException",
    WebAuthnCredentialNotSupported = "WebAuthnCredentialNotSupportedException",
    WebAuthnNotEnabled = "WebAuthnNotEnabledException",
    WebAuthnOriginNotAllowed = "WebAuthnOriginNotAllowedException",
    WebAuthnRelyingPartyMismatch = "WebAuthnRelyingPartyMismatchException",
}

impl ErrorCode {
    /// Reads a code in any of the forms it takes on the wire: bare, after a namespace and `#`
    /// (`__type`), or before a `:` (`x-amzn-errortype`).
    ///
    /// ```
    /// use poolgate_flow::ErrorCode;
    /// let code = ErrorCode::from_wire("com.amazonaws.cognito#NotAuthorizedException:");
    /// assert_eq!(code, ErrorCode::NotAuthorized);
    /// assert_eq!(ErrorCode::from_wire("AccessDenied"), ErrorCode::AccessDenied);
    /// assert_eq!(ErrorCode::from_wire("Unheard").as_str(), "Unheard");
    /// ```
    #[must_use]
    pub fn from_wire(text: &str) -> Self {
        let name = text.rsplit('#').next().unwrap_or(text);
        let name = name.split(':').next().unwrap_or(name).trim();
        match Self::from(name) {
            // The query protocol of STS leaves it out: `AccessDenied`, `Throttling`.
            Self::Other(name) => match Self::from(format!("{name}Exception").as_str()) {
                Self::Other(_) => Self::Other(name),
                known => known,
            },
            known => known,
        }
    }
}
