/// Apache Parquet files with columns of fixed width, written and read in plain Java: uncompressed,
/// plain encoding, no nulls. The same rows give the same bytes, and every Parquet reader can read
/// them.
///
/// [ParquetWriter] writes rows of [Column] values; the file appears when it is finished.
/// [ParquetReader] maps a file and gives each value by column and row. `CompactWriter` and
/// `CompactReader` encode the headers in the Thrift compact protocol.
///
/// Source: the Apache Parquet format, version 2.10 (`parquet.thrift`), and the Thrift compact
/// protocol. The Java library of the format depends on Hadoop, so it is not used.
@NullMarked
package dev.isolator.dataset.parquet;

import org.jspecify.annotations.NullMarked;
