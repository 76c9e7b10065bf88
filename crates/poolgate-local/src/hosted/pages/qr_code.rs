//! QR codes as pictures inside a page.

use std::fmt::Write;

use qrcode::{Color, EcLevel};

/// Blank modules on each side, which ISO/IEC 18004 demands.
const QUIET: usize = 4;

/// A code, drawn in units of one module.
#[derive(Debug)]
pub(super) struct QrCode {
    /// Of the picture, with its blank border.
    pub(super) width: usize,
    /// The dark modules as an SVG path.
    pub(super) path: String,
}

impl QrCode {
    /// The code of a text; nothing if that is too long for one.
    pub(super) fn of(text: &str) -> Option<Self> {
        let code = qrcode::QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (row, modules) in code.to_colors().chunks(width).enumerate() {
            draw(&mut path, row, modules);
        }
        Some(Self {
            width: width + 2 * QUIET,
            path,
        })
    }
}

/// One rectangle for each run of dark modules.
fn draw(path: &mut String, row: usize, modules: &[Color]) {
    let mut column = 0;
    for run in modules.chunk_by(|left, right| left == right) {
        if run.first() == Some(&Color::Dark) {
            let (x, y, length) = (column + QUIET, row + QUIET, run.len());
            // Writing to a string does not fail.
            let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
        }
        column += run.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners() {
        let code = QrCode::of("otpauth://totp/pool:ann?secret=GEZDGNBVGY3TQOJQ").unwrap();
        let corner = |x: usize, y: usize| format!("M{x} {y}h7v1h-7z");
        let far = code.width - QUIET - 7;
        assert!(code.path.starts_with(&corner(QUIET, QUIET)));
        assert!(code.path.contains(&corner(far, QUIET)));
        assert!(code.path.contains(&corner(QUIET, far)));
    }

    #[test]
    fn what_fits_into_no_code_has_none() {
        assert!(QrCode::of(&"x".repeat(10_000)).is_none());
    }
}
