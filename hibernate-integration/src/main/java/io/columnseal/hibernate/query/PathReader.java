package io.columnseal.hibernate.query;

import org.hibernate.metamodel.model.domain.internal.AnyDiscriminatorSqmPath;
import org.hibernate.query.sqm.DiscriminatorSqmPath;
import org.hibernate.query.sqm.spi.BaseSemanticQueryWalker;
import org.hibernate.query.sqm.tree.SqmVisitableNode;
import org.hibernate.query.sqm.tree.domain.NonAggregatedCompositeSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmAnyValuedSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmBasicValuedSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmCorrelation;
import org.hibernate.query.sqm.tree.domain.SqmCteRoot;
import org.hibernate.query.sqm.tree.domain.SqmDerivedRoot;
import org.hibernate.query.sqm.tree.domain.SqmElementAggregateFunction;
import org.hibernate.query.sqm.tree.domain.SqmEmbeddedValuedSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmEntityValuedSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmFkExpression;
import org.hibernate.query.sqm.tree.domain.SqmFunctionRoot;
import org.hibernate.query.sqm.tree.domain.SqmIndexAggregateFunction;
import org.hibernate.query.sqm.tree.domain.SqmIndexedCollectionAccessPath;
import org.hibernate.query.sqm.tree.domain.SqmMapEntryReference;
import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.hibernate.query.sqm.tree.domain.SqmPluralPartJoin;
import org.hibernate.query.sqm.tree.domain.SqmPluralValuedSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmTreatedPath;
import org.hibernate.query.sqm.tree.from.SqmAttributeJoin;
import org.hibernate.query.sqm.tree.from.SqmCrossJoin;
import org.hibernate.query.sqm.tree.from.SqmCteJoin;
import org.hibernate.query.sqm.tree.from.SqmDerivedJoin;
import org.hibernate.query.sqm.tree.from.SqmEntityJoin;
import org.hibernate.query.sqm.tree.from.SqmFunctionJoin;
import org.hibernate.query.sqm.tree.from.SqmRoot;

/** Records every kind of path under the use that is being read. */
abstract class PathReader extends BaseSemanticQueryWalker {

    private final PathUses uses;
    private Use use = Use.COMPUTED_WITH;

    PathReader(PathUses uses) {
        this.uses = uses;
    }

    /** Reads a part of the query whose paths are used like this. */
    final void read(Use use, Runnable part) {
        Use outer = this.use;
        this.use = use;
        part.run();
        this.use = outer;
    }

    /** Records a path without reading into it. */
    final void record(SqmVisitableNode path, Use use) {
        uses.add(path, use);
    }

    private SqmVisitableNode recorded(SqmVisitableNode path) {
        uses.add(path, use);
        return path;
    }

    @Override
    public Object visitBasicValuedPath(SqmBasicValuedSimplePath<?> path) {
        return recorded(path);
    }

    @Override
    public Object visitEmbeddableValuedPath(SqmEmbeddedValuedSimplePath<?> path) {
        return recorded(path);
    }

    @Override
    public Object visitAnyValuedValuedPath(SqmAnyValuedSimplePath<?> path) {
        return recorded(path);
    }

    @Override
    public Object visitNonAggregatedCompositeValuedPath(NonAggregatedCompositeSimplePath<?> path) {
        return recorded(path);
    }

    @Override
    public Object visitEntityValuedPath(SqmEntityValuedSimplePath<?> path) {
        return recorded(path);
    }

    @Override
    public Object visitPluralValuedPath(SqmPluralValuedSimplePath<?> path) {
        return recorded(path);
    }

    @Override
    public Object visitFkExpression(SqmFkExpression<?> path) {
        return recorded(path);
    }

    @Override
    public Object visitDiscriminatorPath(DiscriminatorSqmPath<?> path) {
        return recorded(path);
    }

    @Override
    public Object visitAnyDiscriminatorTypeExpression(AnyDiscriminatorSqmPath<?> path) {
        return recorded(path);
    }

    /** The translator goes on to the join that the index selects from. */
    @Override
    public Object visitIndexedPluralAccessPath(SqmIndexedCollectionAccessPath<?> path) {
        recorded(((SqmPath<?>) path).getLhs());
        read(Use.COMPARED, () -> path.getSelectorExpression().accept(this));
        return recorded(path);
    }

    @Override
    public Object visitElementAggregateFunction(SqmElementAggregateFunction<?> path) {
        record(path, Use.PASSED_TO_A_FUNCTION);
        return path;
    }

    @Override
    public Object visitIndexAggregateFunction(SqmIndexAggregateFunction<?> path) {
        record(path, Use.PASSED_TO_A_FUNCTION);
        return path;
    }

    @Override
    public Object visitMapEntryFunction(SqmMapEntryReference<?, ?> entry) {
        return recorded(entry);
    }

    @Override
    public Object visitTreatedPath(SqmTreatedPath<?, ?> path) {
        return recorded(path);
    }

    @Override
    public Object visitCorrelation(SqmCorrelation<?, ?> correlation) {
        return recorded(correlation);
    }

    @Override
    public Object visitRootPath(SqmRoot<?> root) {
        return recorded(root);
    }

    @Override
    public Object visitRootDerived(SqmDerivedRoot<?> root) {
        return recorded(root);
    }

    @Override
    public Object visitRootFunction(SqmFunctionRoot<?> root) {
        return recorded(root);
    }

    @Override
    public Object visitRootCte(SqmCteRoot<?> root) {
        return recorded(root);
    }

    @Override
    public Object visitCrossJoin(SqmCrossJoin<?> join) {
        return recorded(join);
    }

    @Override
    public Object visitPluralPartJoin(SqmPluralPartJoin<?, ?> join) {
        return recorded(join);
    }

    @Override
    public Object visitQualifiedEntityJoin(SqmEntityJoin<?, ?> join) {
        return recorded(join);
    }

    @Override
    public Object visitQualifiedAttributeJoin(SqmAttributeJoin<?, ?> join) {
        return recorded(join);
    }

    @Override
    public Object visitQualifiedDerivedJoin(SqmDerivedJoin<?> join) {
        return recorded(join);
    }

    @Override
    public Object visitQualifiedFunctionJoin(SqmFunctionJoin<?> join) {
        return recorded(join);
    }

    @Override
    public Object visitQualifiedCteJoin(SqmCteJoin<?> join) {
        return recorded(join);
    }
}
