/// Voice-activity labels: read off a vocal stem, written and read as Audacity labels, JSON or CSV.
@NullMarked
package dev.isolator.dataset.activity;

import org.jspecify.annotations.NullMarked;
