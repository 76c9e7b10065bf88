//! What users do with their own accounts, and what administrators and users have in common there.

mod attribute_names;
mod attributes;
mod code_delivery;
mod recovery;
mod sign_up;

pub use attribute_names::AttributeNames;
pub use attributes::{AttributeValue, Attributes};
pub use code_delivery::{CodeDelivery, DeliveryMedium};
pub use sign_up::{ConfirmSignUp, SignUp, SignedUp};
