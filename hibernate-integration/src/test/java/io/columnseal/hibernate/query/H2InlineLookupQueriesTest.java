package io.columnseal.hibernate.query;

import java.util.Map;
import org.hibernate.cfg.QuerySettings;

/** The same where values of Criteria become literals, lists are padded, and Criteria are copied. */
class H2InlineLookupQueriesTest extends H2LookupQueriesTest {

    @Override
    Map<String, Object> settings() {
        return Map.of(
                QuerySettings.CRITERIA_VALUE_HANDLING_MODE,
                "inline",
                QuerySettings.IN_CLAUSE_PARAMETER_PADDING,
                true,
                QuerySettings.CRITERIA_COPY_TREE,
                true);
    }
}
