//! poolgate-flow: under construction.
