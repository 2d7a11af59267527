package io.columnseal.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.sqm.spi.NamedSqmQueryMemento;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.query.AbstractJpaQuery;
import org.springframework.data.jpa.repository.query.DeclaredQuery;
import org.springframework.data.jpa.repository.query.EntityQuery;
import org.springframework.data.jpa.repository.query.EscapeCharacter;
import org.springframework.data.jpa.repository.query.JpaCountQueryCreator;
import org.springframework.data.jpa.repository.query.JpaQueryCreator;
import org.springframework.data.jpa.repository.query.JpaQueryMethod;
import org.springframework.data.jpa.repository.query.ParameterMetadataProvider;
import org.springframework.data.jpa.repository.query.PartTreeJpaQuery;
import org.springframework.data.jpa.repository.query.QueryEnhancerSelector;
import org.springframework.data.jpa.repository.support.JpqlQueryTemplates;
import org.springframework.data.repository.query.ReturnedType;
import org.springframework.data.repository.query.parser.Part;
import org.springframework.data.repository.query.parser.PartTree;

/**
 * The HQL that a repository's method will execute, as far as it is known before there are arguments: not sorted, and
 * without what a {@code QueryRewriter} changes; beside each that matches by a pattern, one that shows which. Empty for native SQL and stored procedures, and for queries of
 * {@code jpa-named-queries.properties}.
 */
final class RepositoryQueryTexts {

    private static final String ENTITY_NAME = "#{#entityName}";

    /** Whose texts do not tell that their pattern will never be that of a prefix. */
    private static final Set<Part.Type> NO_PREFIXES =
            Set.of(Part.Type.CONTAINING, Part.Type.NOT_CONTAINING, Part.Type.ENDING_WITH);

    private RepositoryQueryTexts() {}

    static List<String> of(AbstractJpaQuery query, SessionFactoryImplementor factory) {
        JpaQueryMethod method = query.getQueryMethod();
        if (query instanceof PartTreeJpaQuery) {
            return derived(method, factory);
        }
        if (method.getAnnotatedQuery() != null) {
            return declared(method);
        }
        return Stream.of(method.getNamedQueryName(), method.getNamedCountQueryName())
                .flatMap(name -> Stream.ofNullable(named(name, factory)))
                .toList();
    }

    private static List<String> derived(JpaQueryMethod method, SessionFactoryImplementor factory) {
        PartTree tree =
                new PartTree(method.getName(), method.getEntityInformation().getJavaType());
        ReturnedType returned = method.getResultProcessor().getReturnedType();
        List<String> texts = new ArrayList<>();
        if (!tree.isCountProjection()) {
            texts.add(new JpaQueryCreator(
                            tree,
                            method.isSearchQuery(),
                            returned,
                            parameters(method),
                            JpqlQueryTemplates.UPPER,
                            method.getEntityInformation(),
                            factory.getMetamodel())
                    .createQuery());
        }
        if (tree.isCountProjection() || method.isPageQuery()) {
            texts.add(new JpaCountQueryCreator(
                            tree,
                            returned,
                            parameters(method),
                            JpqlQueryTemplates.UPPER,
                            method.getEntityInformation(),
                            factory.getMetamodel())
                    .createQuery());
        }
        tree.getParts().stream()
                .filter(part -> NO_PREFIXES.contains(part.getType()))
                .map(part ->
                        "select count(*) from " + method.getEntityInformation().getEntityName() + " e where e."
                                + part.getProperty().toDotPath() + " like '%x'")
                .forEach(texts::add);
        return texts;
    }

    /** A creator uses its parameters up. */
    private static ParameterMetadataProvider parameters(JpaQueryMethod method) {
        return new ParameterMetadataProvider(method.getParameters(), EscapeCharacter.DEFAULT, JpqlQueryTemplates.UPPER);
    }

    private static List<String> declared(JpaQueryMethod method) {
        DeclaredQuery declared = method.getRequiredDeclaredQuery();
        if (declared.isNative()) {
            return List.of();
        }
        EntityQuery query = parsed(declared, method);
        List<String> texts = new ArrayList<>();
        texts.add(query.getQueryString());
        DeclaredQuery count = method.getDeclaredCountQuery();
        if (count != null) {
            texts.add(parsed(count, method).getQueryString());
        } else if (method.isPageQuery()) {
            texts.add(query.deriveCountQuery(null).getQueryString());
        }
        return texts;
    }

    private static EntityQuery parsed(DeclaredQuery query, JpaQueryMethod method) {
        String text = query.getQueryString()
                .replace(ENTITY_NAME, method.getEntityInformation().getEntityName());
        return EntityQuery.create(query.rewrite(text), QueryEnhancerSelector.DEFAULT_SELECTOR);
    }

    private static @Nullable String named(String name, SessionFactoryImplementor factory) {
        NamedSqmQueryMemento<?> query =
                factory.getQueryEngine().getNamedObjectRepository().getSqmQueryMemento(name);
        return query == null ? null : query.getHqlString();
    }
}
