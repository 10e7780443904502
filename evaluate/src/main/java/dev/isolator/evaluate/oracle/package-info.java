/// Separators that know the true stems: upper bounds of what a mask on the mixture's spectrogram
/// can reach. A model whose scores come near them cannot gain much from a better mask.
///
/// | name | mask | source |
/// |---|---|---|
/// | `oracle:ibm` | each bin goes to the loudest stem | Wang 2005 |
/// | `oracle:irm` | each bin is divided in the ratio of the stems' powers | Liutkus and Badeau 2015 |
/// | `oracle:mwf` | the same with the stems' spatial covariances | Duong et al. 2010 |
///
/// ```java
/// float[][][] best = Oracle.named("oracle:irm").separate(mix, stems, 44100);
/// ```
@NullMarked
package dev.isolator.evaluate.oracle;

import org.jspecify.annotations.NullMarked;
