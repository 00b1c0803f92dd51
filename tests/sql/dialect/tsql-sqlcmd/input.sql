:setvar Base Shop
PRINT N'tables'
:r .\tables.sql
:R "other tables.sql"
!!dir
SELECT id FROM [$(Base)].[dbo].[orders_$(Year)]
GO
