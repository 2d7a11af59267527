package io.columnseal.hibernate.compat;

import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.sql.ast.spi.SqlAstCreationContext;

/** What queries are translated in: up to Hibernate 6.6 the session factory itself, later a part of it. */
public final class TranslationContext {

    private TranslationContext() {}

    public static SqlAstCreationContext of(SessionFactoryImplementor factory) {
        Object itself = factory;
        return itself instanceof SqlAstCreationContext context ? context : factory.getSqlTranslationEngine();
    }
}
