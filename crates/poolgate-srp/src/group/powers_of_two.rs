//! Powers of the generator: each side raises 2 to secret exponents of 256 bits.
//!
//! A comb (Lim and Lee, 1994) reads the exponent as seven rows of [`COLUMNS`] bits and does a
//! whole column a step: one squaring, and one multiplication by a product from a table. The lowest
//! row needs no table, for to multiply by 2 is to double. That makes 74 multiplications instead of
//! the 334 of a 4-bit window.

use core::hint::black_box;

use crypto_bigint::{
    Limb, U256, U320, U3072, Word,
    ctutils::{CtAssign, CtEq},
};

use super::{ELEMENT_LENGTH, Element};

/// Rows of the exponent that are looked up. One more would save a tenth of the multiplications and
/// double the table, which is read whole at each step.
const TEETH: u32 = 6;

/// Bits in a row: 7 · 37 hold the 256 bits of an exponent.
const COLUMNS: u32 = 37;

const ENTRIES: usize = 1 << TEETH;

/// Entry `i` is the product of `2^(2^(COLUMNS·(j + 1)))` over the bits `j` of `i`.
///
/// It is kept as bytes because the compiler needs seconds to evaluate it; a test computes it anew.
/// Each entry is little-endian, in Montgomery form with `R = 2^3072`.
static TABLE: [U3072; ENTRIES] = decode(include_bytes!("powers_of_two.bin"));

/// `2^exponent`, in a time that does not depend on the exponent.
pub(crate) fn power_of_two(exponent: &U256) -> Element {
    let exponent: U320 = exponent.resize();
    let mut power = Element::ONE;
    for column in (0..COLUMNS).rev() {
        power = power.square().mul(&entry(&exponent, column));
        let doubled = power.double();
        power.ct_assign(&doubled, exponent.bit(column));
    }
    power
}

/// The table's entry for one column of the exponent. All entries are read, whichever it is.
fn entry(exponent: &U320, column: u32) -> Element {
    let index = (1..=TEETH).rev().fold(0, |index, row| {
        index << 1 | u32::from(exponent.bit(row * COLUMNS + column).to_u8())
    });
    let mut selected = U3072::ZERO;
    for (number, entry) in (0u32..).zip(&TABLE) {
        // All ones for the one entry that is wanted. `ct_assign` moves limb by limb; with a mask
        // the compiler takes several at once, and `black_box` keeps it from branching instead.
        let wanted = Word::from(number.ct_eq(&index).to_u8());
        let mask = Limb(black_box(Word::MIN.wrapping_sub(wanted)));
        for (limb, value) in selected.as_mut_limbs().iter_mut().zip(entry.as_limbs()) {
            *limb |= *value & mask;
        }
    }
    Element::from_montgomery(selected)
}

#[expect(clippy::large_stack_arrays, reason = "only the compiler runs this")]
const fn decode(bytes: &[u8; ENTRIES * ELEMENT_LENGTH]) -> [U3072; ENTRIES] {
    let (chunks, _) = bytes.as_chunks::<ELEMENT_LENGTH>();
    let mut entries = [U3072::ZERO; ENTRIES];
    let mut index = 0;
    while index < ENTRIES {
        entries[index] = U3072::from_le_slice(&chunks[index]);
        index += 1;
    }
    entries
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    /// What the table's definition says, by squarings and products alone.
    fn table() -> Vec<u8> {
        let mut entries = Vec::from([Element::ONE]);
        let mut base = Element::new(&U3072::from_u8(2));
        for _ in 0..TEETH {
            base = base.square_repeat_vartime(COLUMNS);
            let with_base: Vec<_> = entries.iter().map(|entry| entry.mul(&base)).collect();
            entries.extend(with_base);
        }
        entries
            .iter()
            .flat_map(|entry| entry.to_montgomery().to_le_bytes().to_vec())
            .collect()
    }

    #[test]
    fn the_table_is_what_its_definition_says() {
        assert!(table() == include_bytes!("powers_of_two.bin"));
    }

    #[test]
    #[ignore = "writes the table; only for a change of TEETH or COLUMNS"]
    fn write_the_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/group/powers_of_two.bin");
        std::fs::write(path, table()).unwrap();
    }

    #[test]
    fn every_bit_of_the_exponent_counts() {
        let two = Element::new(&U3072::from_u8(2));
        let mut exponent = U256::ONE;
        for _ in 0..U256::BITS {
            assert_eq!(power_of_two(&exponent), two.pow_vartime(&exponent));
            exponent = exponent.wrapping_shl(1).wrapping_add(&U256::ONE);
        }
        assert_eq!(power_of_two(&U256::ZERO), Element::ONE);
    }
}
