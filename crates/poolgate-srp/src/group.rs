//! The group that Cognito computes in: the 3072-bit MODP group of RFC 3526 with generator 2.
//!
//! RFC 5054 has the same prime, but with generator 5.

mod powers_of_two;

use crypto_bigint::{
    U256, U3072, U4096, Uint, const_monty_params,
    modular::{ConstMontyForm, ConstMontyParams},
};
use zeroize::Zeroizing;

pub(crate) use powers_of_two::power_of_two;

const_monty_params!(
    Modulus,
    U3072,
    concat!(
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74",
        "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437",
        "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED",
        "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05",
        "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB",
        "9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B",
        "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718",
        "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33",
        "A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7",
        "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864",
        "D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2",
        "08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    ),
    "N, the safe prime of the group."
);

/// A number modulo N, in Montgomery form. Its arithmetic takes the same time for all values.
pub(crate) type Element = ConstMontyForm<Modulus, { U3072::LIMBS }>;

/// An element, or an integer below N, has this many bytes.
pub(crate) const ELEMENT_LENGTH: usize = 384;

/// `k = H(pad(N) ‖ pad(g))`, the multiplier parameter; a test computes it anew.
pub(crate) const MULTIPLIER: Element = Element::new(
    &U256::from_be_hex("538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6").resize(),
);

/// `base^exponent`, in a time that depends on the exponent's type, not on its value.
pub(crate) fn power<const LIMBS: usize>(base: &Element, exponent: &Uint<LIMBS>) -> Element {
    base.pow_amm_bounded_exp(&Zeroizing::new(exponent.resize()), Uint::<LIMBS>::BITS)
}

/// `base^exponent` for a *public* exponent: the time it takes tells the exponent.
pub(crate) fn power_by_public(base: &Element, exponent: &U256) -> Element {
    base.pow_vartime(exponent)
}

/// A *public* integer modulo N.
pub(crate) fn reduce(integer: &U4096) -> Element {
    Element::new(&integer.rem_vartime(Modulus::PARAMS.modulus().as_nz_ref()))
}

/// N.
pub(crate) fn modulus() -> &'static U3072 {
    Modulus::PARAMS.modulus().as_ref()
}

/// The integer between 0 and N - 1, big-endian.
pub(crate) fn to_bytes(element: &Element) -> Zeroizing<[u8; ELEMENT_LENGTH]> {
    Zeroizing::new(element.retrieve().to_be_bytes().into())
}
