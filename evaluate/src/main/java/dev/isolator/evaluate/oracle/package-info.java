/// Separators that are told the answer: upper bounds of what any mask on the mixture's spectrogram
/// can reach. A model that comes near them has nothing left to learn from better masks.
///
/// | name | mask | source |
/// |---|---|---|
/// | `oracle:ibm` | each bin whole to the loudest stem | Wang 2005 |
/// | `oracle:irm` | each bin shared by the stems' powers | Liutkus and Badeau 2015 |
/// | `oracle:mwf` | the same with the stems' places in the stereo picture | Duong et al. 2010 |
///
/// ```java
/// float[][][] best = Oracle.named("oracle:irm").separate(mix, stems, 44100);
/// ```
@NullMarked
package dev.isolator.evaluate.oracle;

import org.jspecify.annotations.NullMarked;
