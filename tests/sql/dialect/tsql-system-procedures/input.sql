sp_rename 'dbo.orders.cust', 'customer', 'COLUMN'
GO
dbo.own 1, 2
GO
EXEC sp_helptext N'dbo.v'
EXEC sys.sp_addextendedproperty @name = N'x'
EXEC xp_cmdshell 'dir'
