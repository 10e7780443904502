/// Apache Parquet files of fixed-width columns, written and read in plain Java: uncompressed, plain
/// encoding, no nulls. The same rows give the same bytes, and every Parquet reader reads them.
///
/// Source: the Apache Parquet format, version 2.10 (`parquet.thrift`), and the Thrift compact
/// protocol. The Java library of the format brings Hadoop along, which is why it is not used.
@NullMarked
package dev.isolator.dataset.parquet;

import org.jspecify.annotations.NullMarked;
