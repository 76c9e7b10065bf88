use alloc::string::{String, ToString};
use core::fmt;

use crate::challenge_name::vocabulary;

/// Each code is the name and `Exception`, as both services write them (protocol.md 7.1 and 8.7;
/// the AWS front end's own codes last).
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
    IncompleteSignature = "IncompleteSignatureException",
    InternalError = "InternalErrorException",
    InternalServer = "InternalServerException",
    InvalidEmailRoleAccessPolicy = "InvalidEmailRoleAccessPolicyException",
    InvalidIdentityPoolConfiguration = "InvalidIdentityPoolConfigurationException",
    InvalidLambdaResponse = "InvalidLambdaResponseException",
    InvalidOAuthFlow = "InvalidOAuthFlowException",
    InvalidParameter = "InvalidParameterException",
    InvalidPassword = "InvalidPasswordException",
    InvalidSignature = "InvalidSignatureException",
    InvalidSmsRoleAccessPolicy = "InvalidSmsRoleAccessPolicyException",
    InvalidSmsRoleTrustRelationship = "InvalidSmsRoleTrustRelationshipException",
    InvalidUserPoolConfiguration = "InvalidUserPoolConfigurationException",
    LimitExceeded = "LimitExceededException",
    MfaMethodNotFound = "MFAMethodNotFoundException",
    ManagedLoginBrandingExists = "ManagedLoginBrandingExistsException",
    MissingAuthenticationToken = "MissingAuthenticationTokenException",
    NotAuthorized = "NotAuthorizedException",
    OperationNotEnabled = "OperationNotEnabledException",
    PasswordHistoryPolicyViolation = "PasswordHistoryPolicyViolationException",
    PasswordResetRequired = "PasswordResetRequiredException",
    PreconditionNotMet = "PreconditionNotMetException",
    RefreshTokenReuse = "RefreshTokenReuseException",
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
    /// ```
    #[must_use]
    pub fn from_wire(text: &str) -> Self {
        let name = text.rsplit('#').next().unwrap_or(text);
        Self::from(name.split(':').next().unwrap_or(name).trim())
    }
}
