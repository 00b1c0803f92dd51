DROP INDEX dbo.Sales.ByDay, Lines.ByItem;
DROP INDEX IF EXISTS ByDay ON dbo.Sales;
DROP SYNONYM IF EXISTS dbo.Product;
