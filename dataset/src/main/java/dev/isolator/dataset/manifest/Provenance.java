package dev.isolator.dataset.manifest;

/// Where a recording came from and what its licence allows.
///
/// @param artist the unit of splitting: one artist belongs to one [Split] only
/// @param licence SPDX identifier where there is one, else a sentence; `unknown` if not known
/// @param source where it came from
/// @param credit whom to name; may be empty
public record Provenance(String artist, String licence, String source, String credit) {}
