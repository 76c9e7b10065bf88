//! The command `poolgate`.

fn main() {}
