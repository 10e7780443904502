/// BSS Eval v4, SI-SDR, voice-activity scores, reference separators, reports.
@NullMarked
package dev.isolator.evaluate;

import org.jspecify.annotations.NullMarked;
