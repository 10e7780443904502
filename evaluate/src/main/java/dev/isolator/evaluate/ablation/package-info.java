/// Ablation: what each step of a chain is worth, found by leaving one out at a time.
///
/// ```java
/// var chains = Ablation.of(Chain.find("article-a")); // the whole chain, then one step less each
/// ChainScores whole = Ablation.score(chains.getFirst(), dataSet, SeparatorOptions.defaults());
/// System.out.println(whole.vocalsSdr());
/// ```
///
/// [ChainScores] says how good the stems are, how well the voice is found, how raw its edges are,
/// how much musical noise there is, and how fast it was; [AblationTable] writes it down.
@NullMarked
package dev.isolator.evaluate.ablation;

import org.jspecify.annotations.NullMarked;
