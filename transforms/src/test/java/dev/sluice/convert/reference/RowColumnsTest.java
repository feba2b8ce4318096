package dev.sluice.convert.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.convert.records.WmfColumns;
import org.junit.jupiter.api.Test;

class RowColumnsTest {
  @Test
  void areThoseOfTheRecordsInTheirOrder() {
    assertThat(RowColumns.PAGE).extracting(Column::name).isEqualTo(WmfColumns.PAGE);
    assertThat(RowColumns.REVISION).extracting(Column::name).isEqualTo(WmfColumns.REVISION);
    assertThat(RowColumns.REVISION_OF_PAGE)
        .extracting(Column::name)
        .isEqualTo(WmfColumns.REVISION_OF_PAGE);
    assertThat(RowColumns.SLOT).extracting(Column::name).isEqualTo(WmfColumns.SLOT);
    assertThat(RowColumns.LOG_ITEM).extracting(Column::name).isEqualTo(WmfColumns.LOG_ITEM);
  }
}
