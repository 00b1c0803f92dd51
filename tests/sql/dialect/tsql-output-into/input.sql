UPDATE o SET o.Total = s.Total, Seen += 1
OUTPUT deleted.Total, inserted.Total INTO dbo.Log (Was, Becomes)
FROM dbo.Orders o JOIN Sums s ON s.Id = o.Id;
