import ArgumentParser





@main struct Program: ParsableCommand {
    func run() throws { print("waymark") }
}
