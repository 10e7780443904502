@org.jspecify.annotations.NullMarked
package dev.isolator.chain;
