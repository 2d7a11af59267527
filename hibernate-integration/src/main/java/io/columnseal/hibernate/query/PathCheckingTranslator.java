package io.columnseal.hibernate.query;

import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.metamodel.mapping.CollectionPart;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.hibernate.query.spi.QueryOptions;
import org.hibernate.query.spi.QueryParameterBindings;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.sql.internal.BasicValuedPathInterpretation;
import org.hibernate.query.sqm.sql.internal.StandardSqmTranslator;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.hibernate.query.sqm.tree.SqmVisitableNode;
import org.hibernate.query.sqm.tree.domain.NonAggregatedCompositeSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmBasicValuedSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmCorrelation;
import org.hibernate.query.sqm.tree.domain.SqmCteRoot;
import org.hibernate.query.sqm.tree.domain.SqmDerivedRoot;
import org.hibernate.query.sqm.tree.domain.SqmElementAggregateFunction;
import org.hibernate.query.sqm.tree.domain.SqmEmbeddedValuedSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmFunctionRoot;
import org.hibernate.query.sqm.tree.domain.SqmIndexAggregateFunction;
import org.hibernate.query.sqm.tree.domain.SqmMapEntryReference;
import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.hibernate.query.sqm.tree.domain.SqmPluralPartJoin;
import org.hibernate.query.sqm.tree.domain.SqmPluralValuedSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmTreatedPath;
import org.hibernate.query.sqm.tree.from.SqmAttributeJoin;
import org.hibernate.query.sqm.tree.from.SqmCrossJoin;
import org.hibernate.query.sqm.tree.from.SqmCteJoin;
import org.hibernate.query.sqm.tree.from.SqmDerivedJoin;
import org.hibernate.query.sqm.tree.from.SqmFunctionJoin;
import org.hibernate.query.sqm.tree.from.SqmRoot;
import org.hibernate.query.sqm.tree.predicate.SqmMemberOfPredicate;
import org.hibernate.sql.ast.spi.SqlAstCreationContext;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.jspecify.annotations.Nullable;

/** Hibernate's translator, with every path that may be encrypted shown to {@link #check} before it is used. */
abstract class PathCheckingTranslator<T extends Statement> extends StandardSqmTranslator<T> {

    PathCheckingTranslator(
            SqmStatement<?> statement,
            QueryOptions options,
            DomainParameterXref parameters,
            QueryParameterBindings bindings,
            LoadQueryInfluencers influencers,
            SqlAstCreationContext context,
            boolean deduplicateSelectionItems) {
        super(statement, options, parameters, bindings, influencers, context, deduplicateSelectionItems);
    }

    /**
     * Passes a path or what reaches into a collection, if the query may use it where it stands.
     *
     * @param type what it stands for, or null
     */
    abstract void check(SqmVisitableNode path, @Nullable JdbcMappingContainer type);

    /** Whether an operand of a comparison is being translated that a blind index may answer. */
    abstract boolean isLookup();

    private <R> R checked(SqmVisitableNode path, R result) {
        if (result instanceof Expression expression) {
            check(path, expression.getExpressionType());
        }
        return result;
    }

    /** Checks a node that reaches into a collection by itself, without a path to the part it means. */
    private void checkCollection(SqmVisitableNode node, SqmPath<?> collection) {
        if (determineValueMapping(collection) instanceof PluralAttributeMapping mapping) {
            check(node, mapping.getElementDescriptor());
            CollectionPart index = mapping.getIndexDescriptor();
            check(node, index);
        }
    }

    @Override
    public Expression visitBasicValuedPath(SqmBasicValuedSimplePath<?> path) {
        Expression result = checked(path, super.visitBasicValuedPath(path));
        if (!(result instanceof BasicValuedPathInterpretation<?>)) {
            // A duration becomes the operand of the arithmetic around it, with the type of that
            check(path, determineValueMapping(path));
            return isLookup() ? BasicValuedPathInterpretation.from(path, this, false) : result;
        }
        return result;
    }

    @Override
    public Expression visitEmbeddableValuedPath(SqmEmbeddedValuedSimplePath<?> path) {
        return checked(path, super.visitEmbeddableValuedPath(path));
    }

    @Override
    public Expression visitNonAggregatedCompositeValuedPath(NonAggregatedCompositeSimplePath<?> path) {
        return checked(path, super.visitNonAggregatedCompositeValuedPath(path));
    }

    @Override
    public Expression visitPluralValuedPath(SqmPluralValuedSimplePath<?> path) {
        return checked(path, super.visitPluralValuedPath(path));
    }

    @Override
    public Expression visitTreatedPath(SqmTreatedPath<?, ?> path) {
        return checked(path, super.visitTreatedPath(path));
    }

    @Override
    public Expression visitCorrelation(SqmCorrelation<?, ?> correlation) {
        return checked(correlation, super.visitCorrelation(correlation));
    }

    @Override
    public Expression visitRootPath(SqmRoot<?> root) {
        return checked(root, super.visitRootPath(root));
    }

    @Override
    public Object visitRootDerived(SqmDerivedRoot<?> root) {
        return checked(root, super.visitRootDerived(root));
    }

    @Override
    public Object visitRootFunction(SqmFunctionRoot<?> root) {
        return checked(root, super.visitRootFunction(root));
    }

    @Override
    public Object visitRootCte(SqmCteRoot<?> root) {
        return checked(root, super.visitRootCte(root));
    }

    @Override
    public Expression visitQualifiedAttributeJoin(SqmAttributeJoin<?, ?> join) {
        return checked(join, super.visitQualifiedAttributeJoin(join));
    }

    @Override
    public Expression visitQualifiedDerivedJoin(SqmDerivedJoin<?> join) {
        return checked(join, super.visitQualifiedDerivedJoin(join));
    }

    @Override
    public Object visitQualifiedFunctionJoin(SqmFunctionJoin<?> join) {
        return checked(join, super.visitQualifiedFunctionJoin(join));
    }

    @Override
    public Object visitQualifiedCteJoin(SqmCteJoin<?> join) {
        return checked(join, super.visitQualifiedCteJoin(join));
    }

    @Override
    public Expression visitCrossJoin(SqmCrossJoin<?> join) {
        return checked(join, super.visitCrossJoin(join));
    }

    @Override
    public Object visitPluralPartJoin(SqmPluralPartJoin<?, ?> join) {
        return checked(join, super.visitPluralPartJoin(join));
    }

    @Override
    public Object visitMapEntryFunction(SqmMapEntryReference<?, ?> entry) {
        checkCollection(entry, entry.getMapPath());
        return super.visitMapEntryFunction(entry);
    }

    @Override
    public Expression visitElementAggregateFunction(SqmElementAggregateFunction<?> function) {
        checkCollection(function, function.getLhs());
        return super.visitElementAggregateFunction(function);
    }

    @Override
    public Expression visitIndexAggregateFunction(SqmIndexAggregateFunction<?> function) {
        checkCollection(function, function.getLhs());
        return super.visitIndexAggregateFunction(function);
    }

    @Override
    public Predicate visitMemberOfPredicate(SqmMemberOfPredicate predicate) {
        checkCollection(predicate, predicate.getPluralPath());
        return super.visitMemberOfPredicate(predicate);
    }
}
