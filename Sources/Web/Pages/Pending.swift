enum FigurePages { static let routes: [Route] = [] }
enum BenchmarkPages { static let routes: [Route] = [] }
enum ReportPages { static let routes: [Route] = [] }
