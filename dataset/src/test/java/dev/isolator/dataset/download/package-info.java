@org.jspecify.annotations.NullMarked
package dev.isolator.dataset.download;
